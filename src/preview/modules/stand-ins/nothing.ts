/** A module that exists only so that importing it is harmless. */
export default {};

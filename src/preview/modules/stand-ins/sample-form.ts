import { useForm } from "react-hook-form";

/** A form for components that are given theirs: nothing in it yet, and everything works. */
export const useSample = () => useForm();

/**
 * The `responses` of a route whose answer is not described by a schema, for its `detail`.
 * @param mediaType of the answer with status 200
 */
export const answers = (mediaType: string, description: string) => ({
  200: { description, content: { [mediaType]: {} } },
});

/** An answer of an authenticator that is not what it must be; the reason is for the log alone. */
export class RefusedResponse extends Error {
  override name = "RefusedResponse";
}

const refusal = (error: unknown): RefusedResponse =>
  new RefusedResponse(error instanceof Error ? error.message.slice(0, 300) : "unreadable", { cause: error });

/**
 * Takes bytes from outside apart. Whatever goes wrong in that is their fault, so `read` must do nothing else.
 * @throws RefusedResponse
 */
export function parsed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RefusedResponse ? error : refusal(error);
  }
}

/**
 * Lets the library judge what was taken apart already. Its refusals are plain errors; anything else it throws is a
 * fault of ours, which must not read as a fault of the person's passkey.
 * @throws RefusedResponse; what was not expected as it came
 */
export async function judged<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch (error) {
    throw isRefusal(error) ? refusal(error) : error;
  }
}

const faults = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError];

function isRefusal(error: unknown): boolean {
  // A key or signature that the runtime's cryptography does not take.
  if (error instanceof DOMException) return true;
  // A `code` comes from the system or the database.
  return error instanceof Error && !("code" in error) && !faults.some((fault) => error instanceof fault);
}

/**
 * Two whole numbers in DER, as ECDSA signatures are written (RFC 3279, section 2.2.3), and nothing beside them: the
 * library's parser for it can fail in any way on anything else.
 * @param size of one number in bytes
 * @throws RefusedResponse
 */
export function requireEcdsaSignature(signature: Uint8Array, size: number): void {
  const bytes = [...signature];
  const [tag, length, ...numbers] = bytes;
  const rest = [...numbers];
  const takeNumber = (): boolean => {
    const [kind, count = 0] = rest.splice(0, 2);
    return kind === 0x02 && count > 0 && count <= size + 1 && rest.splice(0, count).length === count;
  };
  const whole = tag === 0x30 && length === numbers.length && takeNumber() && takeNumber() && rest.length === 0;
  if (!whole) throw new RefusedResponse("the signature is no pair of numbers");
}

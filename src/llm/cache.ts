import type { Clock } from "../platform/clock.ts";
import { sha256 } from "../platform/random.ts";
import type { RoutedPart, RoutedRequest } from "./contract.ts";
import type { CacheSettings } from "./settings.ts";

interface Entry {
  parts: RoutedPart[];
  characters: number;
  expiresAt: number;
}

const charactersOf = (part: RoutedPart): number =>
  part.type === "text" || part.type === "reasoning" ? part.text.length : 0;

/**
 * Remembers whole answers to requests that are the same to the letter. Only where the caller names a scope (so that
 * nobody reads another's answer) and the temperature is 0, where the same answer is to be expected anyway.
 */
export class ResponseCache {
  readonly #clock: Clock;
  readonly #settings: CacheSettings;
  /** In order of use, the least recent first. */
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  constructor(clock: Clock, settings: CacheSettings) {
    this.#clock = clock;
    this.#settings = settings;
  }

  /**
   * The name under which this model's answer to this request is kept; undefined where it must not be.
   * @param modelId of the model that is going to answer, not `auto`
   */
  keyOf(modelId: string, request: RoutedRequest): string | undefined {
    const { cacheScope, messages, maxTokens, temperature, topP, stop, seed } = request;
    if (cacheScope === undefined || temperature !== 0 || this.#settings.maxEntries <= 0) return undefined;
    const canonicalMessages = messages.map((message) => [
      message.role,
      typeof message.content === "string"
        ? message.content
        : message.content.map((part) => (part.type === "text" ? part.text : [part.mediaType, part.data])),
    ]);
    const parameters = [maxTokens ?? null, topP ?? null, stop ?? null, seed ?? null];
    return sha256(JSON.stringify([cacheScope, modelId, canonicalMessages, parameters]));
  }

  /** The parts as they came, with usage that costs nothing: no token was computed again. */
  read(key: string): RoutedPart[] | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#drop(key, entry);
    if (entry.expiresAt <= this.#clock.now()) return undefined;
    this.#entries.set(key, entry);
    this.#characters += entry.characters;
    return entry.parts.map((part) => {
      if (part.type === "usage") return { type: "usage", usage: { ...part.usage, costNanoUsd: 0 } };
      if (part.type === "route")
        return { ...part, reason: `${part.reason} The answer was kept from an equal request.` };
      return part;
    });
  }

  /** Passes a stream on and keeps it once it has come to its own end; an answer of a stand-in is not kept. */
  async *keep(key: string, stream: AsyncIterable<RoutedPart>): AsyncGenerator<RoutedPart> {
    const parts: RoutedPart[] = [];
    let characters = 0;
    for await (const part of stream) {
      characters += charactersOf(part);
      if (characters > this.#settings.maxCharacters / 4) parts.length = 0;
      else if (part.type !== "retry" && part.type !== "wait") parts.push(part);
      const routes = parts.filter((one) => one.type === "route" || (one.type === "begin" && one.instead)).length;
      const whole = part.type === "end" && routes === 1;
      if (whole) this.#write(key, parts, characters);
      yield part;
    }
  }

  #write(key: string, parts: RoutedPart[], characters: number): void {
    const before = this.#entries.get(key);
    if (before) this.#drop(key, before);
    this.#entries.set(key, { parts, characters, expiresAt: this.#clock.now() + this.#settings.ttlMs });
    this.#characters += characters;
    for (const [oldest, entry] of this.#entries) {
      if (this.#entries.size <= this.#settings.maxEntries && this.#characters <= this.#settings.maxCharacters) break;
      this.#drop(oldest, entry);
    }
  }

  #drop(key: string, entry: Entry): void {
    if (this.#entries.delete(key)) this.#characters -= entry.characters;
  }
}

import {
  type ChatMessage,
  estimateTokens,
  estimateUsage,
  type FinishReason,
  type RoutedPart,
  type Usage,
} from "../llm/index.ts";
import { Problem } from "../platform/problem.ts";
import { tailwindOfChat } from "../projects/index.ts";
import { settleUsage } from "../usage/index.ts";
import { abortable, abortableStream } from "./abortable.ts";
import type { GenerationEvent } from "./events.ts";
import { type Failure, failureOf, failures, sentence } from "./failure.ts";
import { finalFiles } from "./final-files.ts";
import { finishGeneration } from "./finish.ts";
import type { GenerationApp, Run } from "./generations.ts";
import { Parser } from "./parser/parser.ts";
import { repairRequest } from "./repair-edits.ts";
import { asMap, baseFiles, messagesFor } from "./request.ts";
import { findGeneration, setModel } from "./rows.ts";

/** Characters that one answer may have; a model that does not stop is stopped. */
const longestAnswer = 4 * 1024 * 1024;
const mostDiagnostics = 100;
const waitToldEveryMs = 5_000;

type Status = Extract<GenerationEvent, { type: "status" }>["data"];
type Phase = Status["phase"];
type PhaseDetails = Omit<Status, "phase">;

/** Writes one generation from its first status to `done`. It never rejects because of a model. */
export async function runGeneration(app: GenerationApp, run: Run): Promise<void> {
  await new Pipeline(app, run).run();
}

class Pipeline {
  readonly #app: GenerationApp;
  readonly #run: Run;
  readonly #base: Map<string, string>;
  #parser: Parser;
  #phase: Phase | undefined;
  #model: string | null = null;
  #messages: ChatMessage[] = [];
  #usage: Usage | undefined;
  #received = 0;
  #waitTold = { place: "", at: 0 };
  #failedEdits = new Set<string>();
  readonly #repaired = new Map<string, string>();

  constructor(app: GenerationApp, run: Run) {
    this.#app = app;
    this.#run = run;
    this.#base = asMap(baseFiles(app, run.generation));
    this.#parser = new Parser({ base: this.#base });
  }

  async run(): Promise<void> {
    const failure = await this.#attempt();
    const { answer } = this.#parser;
    const { generation, log, stopped } = this.#run;
    if (this.#isGone()) {
      const usage = this.#usage ?? this.#estimate();
      settleUsage(this.#app, { id: generation.id, counts: true, model: this.#model, usage, complete: false });
      log.break();
      return;
    }
    const empty = answer.changed.size === 0 && answer.explanation.trim() === "";
    finishGeneration(this.#app, log, generation, {
      status: stopped ?? (failure || empty ? "failed" : "completed"),
      failure: stopped === "stopped" ? undefined : (failure ?? (empty && !stopped ? failures.empty : undefined)),
      answer,
      model: this.#model,
      usage: this.#usage ?? this.#estimate(),
      repaired: this.#repaired,
    });
  }

  /** @returns why it did not come to its proper end */
  async #attempt(): Promise<Failure | undefined> {
    try {
      this.#enter("routing");
      this.#run.signal.throwIfAborted();
      this.#messages = await messagesFor(
        this.#app,
        this.#run,
        [...this.#base].map(([path, text]) => ({ path, text })),
      );
      const reason = await this.#stream(this.#messages);
      const failure =
        reason === "length" ? failures.tooLong : reason === "content_filter" ? failures.filtered : undefined;
      this.#append(this.#parser.end(failure !== undefined));
      if (failure) return failure;
      if (this.#failedEdits.size > 0) await this.#repairEdits();
      if (this.#parser.answer.changed.size > 0) await this.#check();
      return undefined;
    } catch (error) {
      if (this.#isGone()) return undefined;
      this.#append(this.#parser.end(true));
      if (this.#run.stopped) return this.#run.stopped === "interrupted" ? failures.interrupted : undefined;
      const failure = failureOf(error);
      if (failure.code === "internal") {
        this.#app.log.error({ generationId: this.#run.generation.id, err: error }, "a generation failed unexpectedly");
      }
      return failure;
    }
  }

  /** Its chat was deleted meanwhile, and the generation with it: there is nothing left to write to. */
  #isGone(): boolean {
    return findGeneration(this.#app.db, this.#run.generation.id) === undefined;
  }

  /** Reads one answer into the log. @throws LlmError and the reason of an abort */
  async #stream(messages: ChatMessage[]): Promise<FinishReason> {
    const { generation, signal } = this.#run;
    const request = {
      messages,
      userId: generation.userId,
      ...(generation.requestedModel === "auto" ? {} : { model: generation.requestedModel }),
    };
    let reason: FinishReason = "unknown";
    for await (const part of abortableStream(this.#app.llm.stream(request, signal), signal)) {
      if (part.type === "end") reason = part.finishReason;
      else this.#part(part);
    }
    return reason;
  }

  #part(part: Exclude<RoutedPart, { type: "end" }>): void {
    switch (part.type) {
      case "route":
        this.#model = part.model.id;
        this.#enter("routing", {
          detail: part.reason,
          model: part.model.id,
          builtin: part.model.builtin,
          ...(part.standsIn ? { standsIn: true } : {}),
        });
        setModel(this.#app.db, this.#run.generation.id, part.model.id);
        return;
      case "wait":
        this.#wait(part);
        return;
      case "begin":
        if (!part.instead) return;
        this.#model = part.instead.model.id;
        this.#enter("routing", { detail: part.instead.reason, model: part.instead.model.id, standsIn: true });
        setModel(this.#app.db, this.#run.generation.id, part.instead.model.id);
        return;
      case "retry":
        this.#enter("routing", { detail: `${sentence(part.message)} Trying again.` });
        return;
      case "reasoning":
        this.#count(part.text);
        this.#append(this.#parser.reason(part.text));
        return;
      case "text":
        this.#count(part.text);
        this.#append(this.#parser.write(part.text));
        return;
      case "usage":
        this.#usage = this.#usage ? sumOf(this.#usage, part.usage) : part.usage;
        return;
      default:
        part satisfies never;
    }
  }

  /** Every word is stored, so a countdown is told only now and then; another place or phase at once. */
  #wait({ phase, position, detail }: Extract<RoutedPart, { type: "wait" }>): void {
    const now = this.#app.clock.now();
    const place = `${phase} ${position}`;
    if (place === this.#waitTold.place && now - this.#waitTold.at < waitToldEveryMs) return;
    this.#waitTold = { place, at: now };
    this.#enter(phase, { position, detail });
  }

  #count(text: string): void {
    this.#received += text.length;
    if (this.#received > longestAnswer) {
      throw new Problem("too_large", "The model did not stop writing, so it was stopped. What had arrived is kept.");
    }
  }

  #append(events: GenerationEvent[]): void {
    for (const event of events) {
      if (event.type === "reasoning") this.#enter("thinking");
      else if (this.#phase !== "repairing") this.#enter("writing");
      if (event.type === "edit" && !event.data.applied) this.#failedEdits.add(event.data.path);
      this.#run.log.append(event);
    }
  }

  #enter(phase: Phase, more: PhaseDetails = {}): void {
    if (this.#phase === phase && Object.keys(more).length === 0) return;
    this.#phase = phase;
    this.#run.log.append({ type: "status", data: { phase, ...more } });
  }

  /** Asks once for whole files where edits did not fit; that it fails changes nothing about what is there. */
  async #repairEdits(): Promise<void> {
    const { answer } = this.#parser;
    const request = repairRequest(this.#messages, answer, this.#failedEdits);
    this.#failedEdits = new Set();
    if (!request) return;
    this.#enter("repairing", { detail: "Some changes did not fit. Asking for those files whole." });
    try {
      await this.#stream(request);
      this.#append(this.#parser.end(false));
    } catch (error) {
      if (this.#run.signal.aborted) throw error;
      this.#append(this.#parser.end(true));
      this.#app.log.warn({ generationId: this.#run.generation.id, err: error }, "edits could not be repaired");
    }
  }

  /** Builds the result once, so that what is wrong with it is known, and mended where a rule can. */
  async #check(): Promise<void> {
    this.#enter("checking");
    const { answer } = this.#parser;
    const { files } = finalFiles(answer);
    const { signal, log } = this.#run;
    const tailwind = tailwindOfChat(this.#app, this.#run.generation.chatId);
    const written = tailwind === undefined ? {} : { tailwind };
    try {
      const build = await abortable(this.#app.preview.build({ files, ...written }, signal), signal);
      let { diagnostics } = build;
      for (const { path, text } of build.repaired) if (answer.changed.has(path)) this.#repaired.set(path, text);
      if (this.#repaired.size > 0) {
        // What is still wrong is told by its place in the text that is kept.
        const mended = files.map(({ path, text }) => ({ path, text: this.#repaired.get(path) ?? text }));
        const again = await abortable(this.#app.preview.build({ files: mended, ...written }, signal), signal);
        diagnostics = [
          ...diagnostics.filter((one) => one.repaired),
          ...again.diagnostics.filter((one) => !one.repaired),
        ];
      }
      for (const { path, line, column, message, severity, fix, repaired } of diagnostics.slice(0, mostDiagnostics)) {
        const text = fix === undefined ? message : `${message} ${fix}`;
        const data = { path, line, column, message: text, severity, ...(repaired ? { repaired } : {}) };
        log.append({ type: "diagnostic", data });
      }
    } catch (error) {
      if (signal.aborted) throw error;
      const problem = failureOf(error);
      this.#app.log.warn({ generationId: this.#run.generation.id, err: error }, "a result could not be checked");
      const path = files[0]?.path ?? "";
      log.append({
        type: "diagnostic",
        data: { path, line: 1, column: 1, message: problem.message, severity: "warning" },
      });
    }
  }

  /** A provider that was cut off tells no usage; what it wrote still counts. */
  #estimate(): Usage | undefined {
    if (this.#received === 0) return undefined;
    const { answer } = this.#parser;
    let tokens = estimateTokens(answer.reasoning) + estimateTokens(answer.explanation);
    for (const text of answer.changed.values()) tokens += estimateTokens(text ?? "");
    return estimateUsage({ messages: this.#messages }, tokens);
  }
}

function sumOf(a: Usage, b: Usage): Usage {
  const sum: Usage = {
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    totalTokens: a.totalTokens + b.totalTokens,
  };
  if (a.cachedTokens !== undefined || b.cachedTokens !== undefined) {
    sum.cachedTokens = (a.cachedTokens ?? 0) + (b.cachedTokens ?? 0);
  }
  if (a.costNanoUsd !== undefined || b.costNanoUsd !== undefined) {
    sum.costNanoUsd = (a.costNanoUsd ?? 0) + (b.costNanoUsd ?? 0);
  }
  if (a.estimated || b.estimated) sum.estimated = true;
  return sum;
}

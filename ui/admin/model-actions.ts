import { useState } from "preact/hooks";
import { useApp } from "../lib/app.ts";
import type { CatalogueVariantView, EngineView, FitResult, StoredModel } from "../lib/engine-types.ts";
import { useActions } from "./actions.ts";
import { useRoom } from "./room.ts";
import type { VariantHandlers } from "./variant-action.ts";
import { isActive } from "./words.ts";

/** The dialog that is open on a page of the administration. */
export type OpenDialog =
  | { kind: "fit"; title: string; fit: FitResult }
  | { kind: "swap"; from?: EngineView; to?: CatalogueVariantView }
  | { kind: "stop"; engine: EngineView; verb: "stop" | "restart" }
  | { kind: "edit"; engine: EngineView }
  | { kind: "variant"; variant: CatalogueVariantView }
  | { kind: "new"; adapter: "vllm" | "command" | "remote" }
  | { kind: "import" }
  | { kind: "pull" }
  | { kind: "remove-files"; stored: StoredModel }
  | { kind: "remove-engine"; engine: EngineView };

export interface ModelActions {
  busy: string | null;
  dialog: OpenDialog | null;
  handlers: VariantHandlers;
  show(dialog: OpenDialog): void;
  close(): void;
  start(engine: EngineView): void;
  /** Shows whether it fits with the settings it has. */
  arithmetic(engine: EngineView): void;
  /** Asks first when somebody's request would be touched. */
  stop(engine: EngineView): void;
  restart(engine: EngineView): void;
  stopNow(engine: EngineView, verb: "stop" | "restart"): Promise<boolean>;
  swapNow(from: EngineView, to: CatalogueVariantView | EngineView): Promise<boolean>;
  act(key: string, action: () => Promise<unknown>, done?: string): Promise<boolean>;
}

/** Everything that buttons on the models and engine pages do. */
export function useModelActions(): ModelActions {
  const app = useApp();
  const room = useRoom();
  const { api } = room;
  const { busy, act } = useActions();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const fresh = () => Promise.all([room.refresh("engines"), room.models.value ? room.refresh("models") : undefined]);
  const files = async () => {
    await room.refresh("files");
    if (room.models.value) await room.refresh("models");
  };

  /** The engine of a variant, made with the recommended settings when there is none. */
  async function engineFor(variant: CatalogueVariantView, start: boolean): Promise<string> {
    if (variant.engineId) {
      if (start) await api.engines.act(variant.engineId, "start");
      return variant.engineId;
    }
    const made = await api.engines.create({ settings: variant.recommended, start });
    return made.id;
  }
  const idOf = (variant: CatalogueVariantView) => variant.stored?.id ?? variant.repository;
  const ask = (engine: EngineView, verb: "stop" | "restart") => {
    const touched = engine.status.inFlight + engine.status.waiting > 0;
    if (touched) setDialog({ kind: "stop", engine, verb });
    else void stopNow(engine, verb);
  };
  const stopNow = (engine: EngineView, verb: "stop" | "restart") =>
    act(`${verb}-${engine.id}`, () => api.engines.act(engine.id, verb));

  const handlers: VariantHandlers = {
    busy,
    arithmetic: (model, variant) =>
      setDialog({ kind: "fit", title: `${model.name} ${variant.precision}`, fit: variant.fit }),
    get: (model, variant) =>
      void act(`get-${variant.id}`, async () => {
        await api.files.pull({
          repository: variant.repository,
          revision: variant.revision,
          catalogueId: model.id,
          variant: variant.id,
        });
        await files();
      }),
    pause: (variant) =>
      void act(`pause-${variant.id}`, async () => {
        await api.files.pause(idOf(variant));
        await files();
      }),
    resume: (variant) =>
      void act(`resume-${variant.id}`, async () => {
        await api.files.resume(idOf(variant));
        await files();
      }),
    start: (variant) =>
      void act(
        `start-${variant.id}`,
        async () => {
          await engineFor(variant, true);
          await fresh();
          scrollTo({ top: 0, behavior: "smooth" });
        },
        `${variant.label} is starting.`,
      ),
    swap: (variant) => setDialog({ kind: "swap", to: variant }),
    settings(variant) {
      const engine = room.engines.value?.find((one) => one.id === variant.engineId);
      setDialog(engine ? { kind: "edit", engine } : { kind: "variant", variant });
    },
    remove: (variant) => variant.stored && setDialog({ kind: "remove-files", stored: variant.stored }),
  };

  return {
    busy,
    dialog,
    handlers,
    show: setDialog,
    close: () => setDialog(null),
    start: (engine) => void act(`start-${engine.id}`, () => api.engines.act(engine.id, "start")),
    arithmetic: (engine) =>
      void act(`fit-${engine.id}`, async () => {
        const { fit } = await api.engines.preview({ ...engine.settings }, new AbortController().signal);
        if (!fit) throw new Error("Nothing is known of its memory: its files are missing or of an unknown kind.");
        setDialog({ kind: "fit", title: engine.settings.label, fit });
      }),
    stop: (engine) => ask(engine, "stop"),
    restart: (engine) => ask(engine, "restart"),
    stopNow,
    swapNow: (from, to) =>
      act("swap", async () => {
        const id = "settings" in to ? to.id : await engineFor(to, false);
        await api.engines.swap(from.id, id);
        await fresh();
        app.toasts.show("The swap has begun: requests wait and are answered by the new model.", "ok");
      }),
    act,
  };
}

/** Those that could be replaced, the longest idle one first. */
export const swappable = (engines: readonly EngineView[]): EngineView[] =>
  engines
    .filter((engine) => isActive(engine.status) && engine.settings.adapter !== "remote")
    .toSorted((a, b) => a.status.inFlight + a.status.waiting - b.status.inFlight - b.status.waiting);

import { adminEnv, readEvents, signIn, startAppliance } from "../../src/e2e/appliance.ts";
import { startMockProcess } from "../../src/e2e/mock-model.ts";
import { median, ms, quantile, type Row } from "./table.ts";

const warmUp = 200;
const rounds = 300;

/** Time to the first text of an answer through Vitrine and directly from the same server, taken in turn. */
export async function firstToken(): Promise<Row[]> {
  // Cut as a model cuts, and long enough that the first text is not also the last.
  const mock = await startMockProcess({
    answers: [{ text: "Here is a card with a title, a text and two buttons.\n", chunkCharacters: 5, chunkDelayMs: 2 }],
  });
  const appliance = await startAppliance({ env: { ...adminEnv, VITRINE_OPENAI_BASE_URL: mock.url } });
  try {
    const client = await signIn(appliance.url);
    const { items } = await (await client.get("/api/models")).json();
    const model = items.find(({ builtin }: { builtin: boolean }) => !builtin).id;
    const project = await (await client.send("POST", "/api/projects", { name: "Bench" })).json();
    const direct: number[] = [];
    const through: number[] = [];
    for (let round = -warmUp; round < rounds; round++) {
      const alone = await timeDirect(mock.url, mock.model);
      const started = performance.now();
      const answer = await client.send("POST", "/api/generate/stream", {
        prompt: "a card",
        projectId: project.id,
        model,
      });
      let first = Number.NaN;
      await readEvents(answer, ({ event }) => {
        if (Number.isNaN(first) && (event === "explanation" || event === "code-chunk" || event === "reasoning"))
          first = performance.now() - started;
        return false;
      });
      if (round < 0) continue;
      direct.push(alone);
      through.push(first);
    }
    const added = through.map((value, index) => value - (direct[index] ?? 0));
    return [
      {
        what: "time to first token (median)",
        figure: ms(median(through)),
        against: `${ms(median(direct))} direct`,
        ratio: (median(through) / median(direct)).toFixed(2),
      },
      {
        what: "added time to first token (median, p90)",
        figure: `${ms(median(added))}, ${ms(quantile(added, 0.9))}`,
        against: "2.00 ms bound (median)",
        ratio: (median(added) / 2).toFixed(2),
      },
    ];
  } finally {
    await appliance.dispose();
    await mock.stop();
  }
}

async function timeDirect(url: string, model: string): Promise<number> {
  const started = performance.now();
  const answer = await fetch(`${url}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model, stream: true, messages: [{ role: "user", content: "a card" }] }),
  });
  let first = Number.NaN;
  if (!answer.body) return first;
  const decoder = new TextDecoder();
  for await (const chunk of answer.body) {
    if (Number.isNaN(first) && decoder.decode(chunk).includes('"content":"')) first = performance.now() - started;
  }
  return first;
}

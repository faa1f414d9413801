import type { MockScript } from "../../llm/testing/mock-script.ts";

const fence = "```";

/** First turn: a counter card as a language model writes it, with its thoughts in the reasoning field. */
const counter = `I'll build a small counter card with two buttons.

${fence}tsx file="components/counter-card.tsx"
"use client"

import { useState } from "react"
import { Minus, Plus } from "lucide-react"
import { Button } from "@/components/ui/button"
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card"

export default function CounterCard() {
  const [count, setCount] = useState(0)

  return (
    <div className="flex min-h-screen items-center justify-center bg-background p-6">
      <Card className="w-full max-w-sm">
        <CardHeader>
          <CardTitle>Seats</CardTitle>
          <CardDescription>How many people will join?</CardDescription>
        </CardHeader>
        <CardContent className="flex items-center justify-between">
          <Button variant="outline" size="icon" aria-label="Fewer" onClick={() => setCount(count - 1)}>
            <Minus className="h-4 w-4" />
          </Button>
          <output className="text-3xl font-semibold tabular-nums">{count}</output>
          <Button variant="outline" size="icon" aria-label="More" onClick={() => setCount(count + 1)}>
            <Plus className="h-4 w-4" />
          </Button>
        </CardContent>
      </Card>
    </div>
  )
}
${fence}

The count is kept in the component's state.`;

/** Second turn: an edit in search/replace form. */
const edit = `Renamed the heading.

${fence}tsx edit="components/counter-card.tsx"
<<<<<<< SEARCH
          <CardTitle>Seats</CardTitle>
=======
          <CardTitle>Guests</CardTitle>
>>>>>>> REPLACE
${fence}
`;

/** Answers in the order of a first session; slow enough that the page can be reloaded in the middle of the second. */
export const recordedSession: MockScript = {
  after: "cycle",
  answers: [
    {
      reasoning: "A counter needs state, two buttons and a card.",
      text: counter,
      chunkCharacters: 12,
      chunkDelayMs: 6,
    },
    { reasoning: "Only the heading changes.", text: edit, chunkCharacters: 6, chunkDelayMs: 40 },
  ],
};

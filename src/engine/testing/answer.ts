const fence = "```";

/** What it writes when the script says nothing else: a component in the form that Vitrine asks a model for. */
export const defaultAnswer = `A small card that greets.

${fence}tsx file="components/greeting-card.tsx"
export default function GreetingCard() {
  return (
    <main className="flex min-h-screen items-center justify-center bg-background p-6">
      <section className="rounded-xl border bg-card p-8 text-card-foreground">
        <h1 className="text-2xl font-semibold">Hello</h1>
        <p className="mt-2 text-muted-foreground">The engine answers.</p>
      </section>
    </main>
  )
}
${fence}
`;

/** Cut like tokens: about four characters each, never inside a surrogate pair. */
export const tokensOf = (text: string): string[] => text.match(/[\s\S]{1,4}/gu) ?? [];

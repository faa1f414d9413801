import { silentLogger } from "../../platform/logger.ts";
import { createPreviewBuilder } from "./builder.ts";

const rounds = 40;
const warmUp = 15;

/**
 * Times builds of a component of 300 lines with ten imports through the whole builder, worker included. Every round has new text, so
 * that no cache answers.
 * @returns milliseconds of each round after the warm-up
 */
export async function measurePreviewBuild(assetsDir?: string): Promise<number[]> {
  const builder = await createPreviewBuilder({ log: silentLogger, ...(assetsDir ? { assetsDir } : {}) });
  const times: number[] = [];
  try {
    for (let round = 0; round < warmUp + rounds; round++) {
      const text = measuredComponent(round);
      const started = performance.now();
      const build = await builder.build({ files: [{ path: "app/page.tsx", text }] });
      if (round >= warmUp) times.push(performance.now() - started);
      if (build.js === "") throw new Error(`the measured component did not build: ${build.diagnostics[0]?.message}`);
    }
  } finally {
    await builder.close();
  }
  return times;
}

/** A settings page of 300 lines, as a model would write it. */
export function measuredComponent(round: number): string {
  const sections = Array.from({ length: 30 }, (_, index) => section(index, round));
  return `"use client"

import { useState } from "react"
import { Bell, Check, Lock, Mail, User } from "lucide-react"
import Link from "next/link"
import { Badge } from "@/components/ui/badge"
import { Button } from "@/components/ui/button"
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card"
import { Input } from "@/components/ui/input"
import { Label } from "@/components/ui/label"
import { Separator } from "@/components/ui/separator"
import { Switch } from "@/components/ui/switch"
import { cn } from "@/lib/utils"

export default function SettingsPage() {
  const [saved, setSaved] = useState(false)
  const [values, setValues] = useState<Record<string, string>>({ round: "${round}" })

  return (
    <main className="mx-auto grid max-w-3xl gap-6 p-8">
      <header className="flex items-center justify-between">
        <h1 className={cn("font-semibold text-2xl tracking-tight", saved && "text-muted-foreground")}>Settings ${round}</h1>
        <Button onClick={() => setSaved(true)}>{saved ? <Check className="size-4" /> : <User />} Save</Button>
      </header>
${sections.join("\n")}
      <footer className="flex gap-2 border-t pt-4 text-muted-foreground text-sm">
        <Mail className="size-4" /> <Lock className="size-4" /> <Bell className="size-4" />
        <Separator /> <Badge>new</Badge> <Link href="/">Home</Link>
      </footer>
    </main>
  )
}
`;
}

const section = (index: number, round: number): string => `      <Card className="shadow-sm hover:shadow-md">
        <CardHeader className="pb-${(index % 4) + 1}">
          <CardTitle>Section ${index} of ${round}</CardTitle>
        </CardHeader>
        <CardContent className="grid grid-cols-${(index % 3) + 1} gap-${(index % 6) + 1}">
          <Label htmlFor="field-${index}">Field ${index}</Label>
          <Input id="field-${index}" value={values["${index}"] ?? ""} onChange={(e) => setValues({ ...values, "${index}": e.target.value })} />
          <Switch aria-label="Enabled ${index}" />
        </CardContent>
      </Card>`;

// Runs before the first paint, on its own, so that a dark page never flashes white. The key is lib/theme.ts's.
let chosen: string | null = null;
try {
  chosen = localStorage.getItem("vitrine.theme");
} catch {
  chosen = null;
}
const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset.theme = dark ? "dark" : "light";

import { ThemeProvider as NextThemesProvider, type ThemeProviderProps, useTheme } from "next-themes";

/** The script is for server rendering only; as a data block React does not complain about it in the browser. */
const inert = { type: "application/json" };

/** next-themes with the class attribute as its default, since `dark:` goes by class. */
function ThemeProvider({ attribute = "class", scriptProps = inert, ...props }: ThemeProviderProps) {
  return <NextThemesProvider attribute={attribute} scriptProps={scriptProps} {...props} />;
}

export { ThemeProvider, type ThemeProviderProps, useTheme };

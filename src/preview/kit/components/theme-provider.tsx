import { ThemeProvider as NextThemesProvider, type ThemeProviderProps, useTheme } from "next-themes";

/** next-themes with the class attribute as its default, since `dark:` goes by class. */
function ThemeProvider({ attribute = "class", ...props }: ThemeProviderProps) {
  return <NextThemesProvider attribute={attribute} {...props} />;
}

export { ThemeProvider, type ThemeProviderProps, useTheme };

/**
 * Brand icons that lucide dropped and that existing code still imports. Plain stand-ins drawn for this purpose in
 * lucide's style: recognisable, not the owners' artwork.
 */
const drawings: Record<string, [tag: string, attributes: Record<string, string>][]> = {
  Facebook: [["path", { d: "M17 3h-2.5A4.5 4.5 0 0 0 10 7.5V10H7v4h3v7h4v-7h3l.8-4H14V7.8a.8.8 0 0 1 .8-.8H17z" }]],
  Twitter: [
    ["path", { d: "M4 4h4.5L20 20h-4.5z" }],
    ["path", { d: "M4.5 20l6.3-6.8" }],
    ["path", { d: "M13.2 10.6 19.3 4" }],
  ],
  Instagram: [
    ["rect", { x: "3", y: "3", width: "18", height: "18", rx: "5" }],
    ["circle", { cx: "12", cy: "12", r: "4" }],
    ["path", { d: "M17 7h.01" }],
  ],
  Linkedin: [
    ["rect", { x: "3", y: "3", width: "18", height: "18", rx: "3" }],
    ["path", { d: "M8 11v6" }],
    ["path", { d: "M8 7.5h.01" }],
    ["path", { d: "M12 17v-6" }],
    ["path", { d: "M12 14a2.5 2.5 0 0 1 5 0v3" }],
  ],
  Youtube: [
    ["rect", { x: "2", y: "5", width: "20", height: "14", rx: "4" }],
    ["path", { d: "m10 9 5 3-5 3z" }],
  ],
  Github: [
    ["circle", { cx: "12", cy: "12", r: "10" }],
    ["path", { d: "M9.5 21v-3.3c-2.5.6-3-1.2-3-1.2" }],
    [
      "path",
      {
        d: "M14.5 21.3V17.5c0-1-.4-1.6-.8-2 2.6-.3 4.3-1.4 4.3-4.2 0-1-.3-1.9-1-2.6.1-.9 0-1.8-.3-2.5-1 0-2 .6-2.7 1.1a9 9 0 0 0-4 0C9.3 6.8 8.3 6.2 7.3 6.2c-.3.7-.4 1.6-.3 2.5-.7.7-1 1.6-1 2.6 0 2.8 1.7 3.9 4.3 4.2-.4.4-.8 1-.8 2",
      },
    ],
  ],
  Gitlab: [["path", { d: "m12 21 9.5-7-3-10-3 6.5h-7L5.5 4l-3 10z" }]],
  Dribbble: [
    ["circle", { cx: "12", cy: "12", r: "10" }],
    ["path", { d: "M8 3c3.5 4.5 6 9.5 7.5 17.5" }],
    ["path", { d: "M2.5 10.5C9 11 15 9.5 19 5" }],
    ["path", { d: "M5 19c3-5 9-7.5 16.8-5.5" }],
  ],
  Figma: [
    ["path", { d: "M12 3H9a3 3 0 0 0 0 6h3z" }],
    ["path", { d: "M12 3h3a3 3 0 0 1 0 6h-3z" }],
    ["path", { d: "M12 9H9a3 3 0 0 0 0 6h3z" }],
    ["circle", { cx: "15", cy: "12", r: "3" }],
    ["path", { d: "M12 15H9a3 3 0 1 0 3 3z" }],
  ],
  Framer: [
    ["path", { d: "M5 3h14v6h-7z" }],
    ["path", { d: "M5 9h7l7 6H5z" }],
    ["path", { d: "M5 15h7v6z" }],
  ],
  Slack: [
    ["path", { d: "M9.5 3v10" }],
    ["path", { d: "M14.5 11v10" }],
    ["path", { d: "M3 14.5h10" }],
    ["path", { d: "M11 9.5h10" }],
  ],
  Twitch: [
    ["path", { d: "M5 3h16v11l-5 4h-4l-3 3v-3H5z" }],
    ["path", { d: "M11 8v4" }],
    ["path", { d: "M16 8v4" }],
  ],
  Trello: [
    ["rect", { x: "3", y: "3", width: "18", height: "18", rx: "3" }],
    ["path", { d: "M8 7v9" }],
    ["path", { d: "M16 7v5" }],
  ],
  Codepen: [
    ["path", { d: "m12 3 9 6v6l-9 6-9-6V9z" }],
    ["path", { d: "M12 3v6" }],
    ["path", { d: "M12 15v6" }],
    ["path", { d: "m3 9 9 6 9-6" }],
    ["path", { d: "m3 15 9-6 9 6" }],
  ],
  Codesandbox: [
    ["path", { d: "m12 2 9 5v10l-9 5-9-5V7z" }],
    ["path", { d: "M12 12v10" }],
    ["path", { d: "m3 7 9 5 9-5" }],
  ],
  Chrome: [
    ["circle", { cx: "12", cy: "12", r: "10" }],
    ["circle", { cx: "12", cy: "12", r: "4" }],
    ["path", { d: "M12 8h9" }],
    ["path", { d: "m8.5 14-4.5-7.5" }],
    ["path", { d: "m15.5 14-4.5 8" }],
  ],
  Pocket: [
    ["path", { d: "M4 4h16a1 1 0 0 1 1 1v6a9 9 0 0 1-18 0V5a1 1 0 0 1 1-1z" }],
    ["path", { d: "m8 10 4 4 4-4" }],
  ],
};

/** Export name → arguments of `createLucideIcon`, as source text. */
export function brandIcons(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(drawings).map(([name, node]) => {
      const keyed = node.map(([tag, attributes], key) => [tag, { key, ...attributes }]);
      return [name, JSON.stringify({ name: name.toLowerCase(), size: 24, node: keyed })];
    }),
  );
}

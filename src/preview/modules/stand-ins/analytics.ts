/** Analytics packages have nothing to report from an offline preview. */
export const Analytics = () => null;
export const SpeedInsights = () => null;
export const track = () => undefined;

export { useIsMobile, useMobile } from "@/hooks/use-mobile";

export { toast, useToast } from "@/lib/kit-toast-store";

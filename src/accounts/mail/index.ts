export { mailInvitation, withdrawInvitationMail } from "./invitation-mail.ts";
export { tellOfRequest } from "./join-request.ts";
export { mailRoutes } from "./mail-routes.ts";
export type { Notice, NoticeKind, NoticeOrigin } from "./notice.ts";
export { notify, notifyAdministrators } from "./notify.ts";

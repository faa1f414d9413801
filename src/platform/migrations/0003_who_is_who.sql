CREATE TABLE `version_thumbnails` (
	`version_id` text PRIMARY KEY NOT NULL,
	`media_type` text NOT NULL,
	`hash` text NOT NULL,
	`data` blob NOT NULL,
	FOREIGN KEY (`version_id`) REFERENCES `versions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `sessions` ADD `authenticated_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `email_verified_at` integer;--> statement-breakpoint
ALTER TABLE `projects` ADD `tailwind` integer;
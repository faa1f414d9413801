CREATE TABLE `engine_launches` (
	`id` text PRIMARY KEY NOT NULL,
	`engine_id` text NOT NULL,
	`record` text NOT NULL,
	`profile` text NOT NULL,
	`started_at` integer NOT NULL,
	`ready_at` integer,
	`reaped_at` integer,
	`phases` text DEFAULT '{}' NOT NULL,
	`measured` text DEFAULT '{}' NOT NULL,
	`failure` text
);
--> statement-breakpoint
CREATE INDEX `engine_launches_engine` ON `engine_launches` (`engine_id`,`started_at`);--> statement-breakpoint
CREATE INDEX `engine_launches_profile` ON `engine_launches` (`profile`,`started_at`);--> statement-breakpoint
CREATE INDEX `engine_launches_reaped` ON `engine_launches` (`reaped_at`);--> statement-breakpoint
CREATE TABLE `engine_samples` (
	`subject` text NOT NULL,
	`metric` text NOT NULL,
	`minute` integer NOT NULL,
	`average` integer NOT NULL,
	`largest` integer NOT NULL,
	PRIMARY KEY(`subject`, `metric`, `minute`)
);
--> statement-breakpoint
CREATE INDEX `engine_samples_minute` ON `engine_samples` (`minute`);--> statement-breakpoint
CREATE TABLE `engines` (
	`id` text PRIMARY KEY NOT NULL,
	`settings` text NOT NULL,
	`desired` text NOT NULL,
	`desired_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);

CREATE TABLE `intake_drafts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`staff_id` integer NOT NULL,
	`person_id` integer,
	`content` text NOT NULL,
	`begun_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `intake_drafts_staff_id_unique` ON `intake_drafts` (`staff_id`);
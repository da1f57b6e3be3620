ALTER TABLE `office` ADD `correct_own_minutes` integer DEFAULT 1440;--> statement-breakpoint
ALTER TABLE `identifiers` ADD `changed_at` integer;--> statement-breakpoint
ALTER TABLE `people` ADD `joined_into` integer;--> statement-breakpoint
CREATE INDEX `people_by_joined` ON `people` (`joined_into`) WHERE "people"."joined_into" is not null;
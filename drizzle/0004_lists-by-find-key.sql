DROP INDEX `tickets_changed`;--> statement-breakpoint
DROP INDEX `tickets_open_changed`;--> statement-breakpoint
DROP INDEX `tickets_created`;--> statement-breakpoint
DROP INDEX `tickets_open_created`;--> statement-breakpoint
DROP INDEX `tickets_due`;--> statement-breakpoint
DROP INDEX `tickets_open_due`;--> statement-breakpoint
DROP INDEX `tickets_urgency`;--> statement-breakpoint
DROP INDEX `tickets_open_urgency`;--> statement-breakpoint
DROP INDEX `tickets_owner`;--> statement-breakpoint
DROP INDEX `tickets_status`;--> statement-breakpoint
DROP INDEX `tickets_category`;--> statement-breakpoint
CREATE INDEX `tickets_changed` ON `tickets` (`hidden`,`changed_at`,`find_key`);--> statement-breakpoint
CREATE INDEX `tickets_open_changed` ON `tickets` (`hidden`,`open`,`changed_at`,`find_key`,`owner_id`,`status_id`,`category_id`,`priority_id`,`due_sort`);--> statement-breakpoint
CREATE INDEX `tickets_created` ON `tickets` (`hidden`,`created_at`,`find_key`);--> statement-breakpoint
CREATE INDEX `tickets_open_created` ON `tickets` (`hidden`,`open`,`created_at`,`find_key`,`owner_id`,`status_id`,`category_id`,`priority_id`,`due_sort`);--> statement-breakpoint
CREATE INDEX `tickets_due` ON `tickets` (`hidden`,`due_sort`,`find_key`);--> statement-breakpoint
CREATE INDEX `tickets_open_due` ON `tickets` (`hidden`,`open`,`due_sort`,`find_key`,`owner_id`,`status_id`,`category_id`,`priority_id`);--> statement-breakpoint
CREATE INDEX `tickets_urgency` ON `tickets` (`hidden`,`urgency`,`changed_at`,`find_key`);--> statement-breakpoint
CREATE INDEX `tickets_open_urgency` ON `tickets` (`hidden`,`open`,`urgency`,`changed_at`,`find_key`,`owner_id`,`status_id`,`category_id`,`priority_id`,`due_sort`);--> statement-breakpoint
CREATE INDEX `tickets_owner` ON `tickets` (`hidden`,`open`,`owner_id`,`changed_at`,`find_key`);--> statement-breakpoint
CREATE INDEX `tickets_status` ON `tickets` (`hidden`,`status_id`,`changed_at`,`find_key`);--> statement-breakpoint
CREATE INDEX `tickets_category` ON `tickets` (`hidden`,`category_id`,`changed_at`,`find_key`);
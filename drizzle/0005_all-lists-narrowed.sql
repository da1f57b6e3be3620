DROP INDEX `tickets_changed`;--> statement-breakpoint
DROP INDEX `tickets_created`;--> statement-breakpoint
DROP INDEX `tickets_due`;--> statement-breakpoint
DROP INDEX `tickets_urgency`;--> statement-breakpoint
CREATE INDEX `tickets_tagged` ON `tickets` (`hidden`,`tagged`,`changed_at`,`find_key`);--> statement-breakpoint
CREATE INDEX `tickets_changed` ON `tickets` (`hidden`,`changed_at`,`find_key`,`open`,`owner_id`,`status_id`,`category_id`,`priority_id`,`due_sort`);--> statement-breakpoint
CREATE INDEX `tickets_created` ON `tickets` (`hidden`,`created_at`,`find_key`,`open`,`owner_id`,`status_id`,`category_id`,`priority_id`,`due_sort`);--> statement-breakpoint
CREATE INDEX `tickets_due` ON `tickets` (`hidden`,`due_sort`,`find_key`,`open`,`owner_id`,`status_id`,`category_id`,`priority_id`);--> statement-breakpoint
CREATE INDEX `tickets_urgency` ON `tickets` (`hidden`,`urgency`,`changed_at`,`find_key`,`open`,`owner_id`,`status_id`,`category_id`,`priority_id`,`due_sort`);
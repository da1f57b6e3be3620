DROP INDEX `tickets_open_changed`;--> statement-breakpoint
DROP INDEX `tickets_open_created`;--> statement-breakpoint
DROP INDEX `tickets_open_due`;--> statement-breakpoint
DROP INDEX `tickets_open_urgency`;--> statement-breakpoint
CREATE INDEX `tickets_open_changed` ON `tickets` (`hidden`,`open`,`changed_at`,`id`,`owner_id`,`status_id`,`category_id`,`priority_id`,`due_sort`);--> statement-breakpoint
CREATE INDEX `tickets_open_created` ON `tickets` (`hidden`,`open`,`created_at`,`id`,`owner_id`,`status_id`,`category_id`,`priority_id`,`due_sort`);--> statement-breakpoint
CREATE INDEX `tickets_open_due` ON `tickets` (`hidden`,`open`,`due_sort`,`id`,`owner_id`,`status_id`,`category_id`,`priority_id`);--> statement-breakpoint
CREATE INDEX `tickets_open_urgency` ON `tickets` (`hidden`,`open`,`urgency`,`changed_at`,`id`,`owner_id`,`status_id`,`category_id`,`priority_id`,`due_sort`);
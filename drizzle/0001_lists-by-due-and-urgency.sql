DROP INDEX `tickets_due`;--> statement-breakpoint
DROP INDEX `tickets_urgency`;--> statement-breakpoint
CREATE INDEX `tickets_open_due` ON `tickets` (`hidden`,`open`,`due_sort`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_open_urgency` ON `tickets` (`hidden`,`open`,`urgency`,`changed_at`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_due` ON `tickets` (`hidden`,`due_sort`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_urgency` ON `tickets` (`hidden`,`urgency`,`changed_at`,`id`);
ALTER TABLE `ledger` ADD `folder` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `ledger_copy` ON `ledger` (`copy_number`);
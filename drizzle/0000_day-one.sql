CREATE TABLE `categories` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`name` text NOT NULL,
	`folded` text NOT NULL,
	`position` integer NOT NULL,
	`is_private` integer DEFAULT false NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`owner_id` integer,
	`priority_id` integer,
	`due_days` integer,
	`archived_at` integer,
	FOREIGN KEY (`priority_id`) REFERENCES `priorities`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `categories_uid_unique` ON `categories` (`uid`);--> statement-breakpoint
CREATE TABLE `custom_field_categories` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`field_id` integer NOT NULL,
	`category_id` integer NOT NULL,
	FOREIGN KEY (`field_id`) REFERENCES `custom_fields`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `custom_field_categories_field` ON `custom_field_categories` (`field_id`,`category_id`);--> statement-breakpoint
CREATE TABLE `custom_fields` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`name` text NOT NULL,
	`folded` text NOT NULL,
	`kind` text NOT NULL,
	`options` text DEFAULT '[]' NOT NULL,
	`hint` text DEFAULT '' NOT NULL,
	`position` integer NOT NULL,
	`staff_only` integer DEFAULT false NOT NULL,
	`required` integer DEFAULT false NOT NULL,
	`personal` integer NOT NULL,
	`all_categories` integer DEFAULT true NOT NULL,
	`archived_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `custom_fields_uid_unique` ON `custom_fields` (`uid`);--> statement-breakpoint
CREATE TABLE `office` (
	`id` integer PRIMARY KEY NOT NULL,
	`uid` text NOT NULL,
	`schema_version` integer NOT NULL,
	`name` text NOT NULL,
	`address` text DEFAULT '' NOT NULL,
	`email` text DEFAULT '' NOT NULL,
	`phone` text DEFAULT '' NOT NULL,
	`website` text DEFAULT '' NOT NULL,
	`zone` text NOT NULL,
	`country` text NOT NULL,
	`region` text DEFAULT '' NOT NULL,
	`phone_country` text NOT NULL,
	`paper` text DEFAULT 'A4' NOT NULL,
	`date_format` text DEFAULT 'd MMM yyyy' NOT NULL,
	`paper_footer` text DEFAULT '' NOT NULL,
	`authority` text DEFAULT '' NOT NULL,
	`privacy_contact` text DEFAULT '' NOT NULL,
	`privacy_notice` text DEFAULT '' NOT NULL,
	`statements` text DEFAULT '{}' NOT NULL,
	`backup_days` integer DEFAULT 14 NOT NULL,
	`backup_months` integer DEFAULT 12 NOT NULL,
	`secret` blob NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `office_uid_unique` ON `office` (`uid`);--> statement-breakpoint
CREATE TABLE `priorities` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`name` text NOT NULL,
	`folded` text NOT NULL,
	`position` integer NOT NULL,
	`colour` text NOT NULL,
	`mark` text NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`archived_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `priorities_uid_unique` ON `priorities` (`uid`);--> statement-breakpoint
CREATE TABLE `staff` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`name` text NOT NULL,
	`user_name` text DEFAULT '' NOT NULL,
	`email` text DEFAULT '' NOT NULL,
	`phone` text DEFAULT '' NOT NULL,
	`role` text NOT NULL,
	`signature` text DEFAULT '' NOT NULL,
	`language` text DEFAULT 'en' NOT NULL,
	`theme` text DEFAULT 'system' NOT NULL,
	`created_at` integer NOT NULL,
	`last_sign_in_at` integer,
	`deactivated_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_uid_unique` ON `staff` (`uid`);--> statement-breakpoint
CREATE TABLE `statuses` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`name` text NOT NULL,
	`folded` text NOT NULL,
	`position` integer NOT NULL,
	`colour` text NOT NULL,
	`role` text NOT NULL,
	`open` integer NOT NULL,
	`archived_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `statuses_uid_unique` ON `statuses` (`uid`);--> statement-breakpoint
CREATE TABLE `identifiers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`person_id` integer NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`folded` text NOT NULL,
	`normalised` text NOT NULL,
	`preferred` integer DEFAULT false NOT NULL,
	`source` text NOT NULL,
	`import_batch` integer,
	`since` integer,
	`until` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identifiers_uid_unique` ON `identifiers` (`uid`);--> statement-breakpoint
CREATE INDEX `identifiers_by_person` ON `identifiers` (`person_id`,`kind`);--> statement-breakpoint
CREATE INDEX `identifiers_by_value` ON `identifiers` (`kind`,`normalised`);--> statement-breakpoint
CREATE INDEX `identifiers_by_import` ON `identifiers` (`import_batch`);--> statement-breakpoint
CREATE TABLE `joins` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`kept_uid` text NOT NULL,
	`gone_uid` text NOT NULL,
	`moved` text NOT NULL,
	`staff_id` integer NOT NULL,
	`at` integer NOT NULL,
	`undone_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `joins_uid_unique` ON `joins` (`uid`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`language` text DEFAULT '' NOT NULL,
	`remark` text DEFAULT '' NOT NULL,
	`restricted_at` integer,
	`notice_given_at` integer,
	`source` text NOT NULL,
	`import_batch` integer,
	`hidden` integer DEFAULT false NOT NULL,
	`deleted_at` integer,
	`deletion` integer,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_uid_unique` ON `people` (`uid`);--> statement-breakpoint
CREATE INDEX `people_by_name` ON `people` (`hidden`,`name_folded`,`id`);--> statement-breakpoint
CREATE INDEX `people_by_import` ON `people` (`import_batch`);--> statement-breakpoint
CREATE INDEX `people_by_deletion` ON `people` (`deletion`);--> statement-breakpoint
CREATE TABLE `possible_doubles` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`other_id` integer NOT NULL,
	`kind` text NOT NULL,
	`import_batch` integer,
	`found_at` integer NOT NULL,
	`decision` text DEFAULT 'open' NOT NULL,
	`decided_at` integer,
	`decided_by` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`other_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `possible_doubles_open` ON `possible_doubles` (`decision`,`id`);--> statement-breakpoint
CREATE INDEX `possible_doubles_person` ON `possible_doubles` (`person_id`);--> statement-breakpoint
CREATE INDEX `possible_doubles_other` ON `possible_doubles` (`other_id`);--> statement-breakpoint
CREATE TABLE `ticket_people` (
	`ticket_id` integer NOT NULL,
	`role` text NOT NULL,
	`person_id` integer NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`ticket_id`, `role`, `person_id`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ticket_people_by_person` ON `ticket_people` (`person_id`,`role`,`ticket_id`);--> statement-breakpoint
CREATE TABLE `access_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`staff_id` integer NOT NULL,
	`what` text NOT NULL,
	`person_uid` text,
	`ticket_uid` text,
	`purpose` text DEFAULT '' NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `access_log_person` ON `access_log` (`person_uid`,`at`);--> statement-breakpoint
CREATE INDEX `access_log_at` ON `access_log` (`at`,`id`);--> statement-breakpoint
CREATE TABLE `erasures` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`act` text NOT NULL,
	`state` text NOT NULL,
	`step` text DEFAULT '' NOT NULL,
	`reason` text NOT NULL,
	`words` text DEFAULT '' NOT NULL,
	`counts` text DEFAULT '{}' NOT NULL,
	`staff_id` integer NOT NULL,
	`at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `erasures_uid_unique` ON `erasures` (`uid`);--> statement-breakpoint
CREATE INDEX `erasures_state` ON `erasures` (`act`,`state`);--> statement-breakpoint
CREATE TABLE `holds` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`ticket_id` integer,
	`person_id` integer,
	`reason` text NOT NULL,
	`staff_id` integer NOT NULL,
	`set_at` integer NOT NULL,
	`until_at` integer,
	`lifted_at` integer,
	`lifted_by` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `holds_uid_unique` ON `holds` (`uid`);--> statement-breakpoint
CREATE INDEX `holds_ticket` ON `holds` (`ticket_id`);--> statement-breakpoint
CREATE INDEX `holds_person` ON `holds` (`person_id`);--> statement-breakpoint
CREATE TABLE `import_mappings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`mapping` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `import_mappings_name_unique` ON `import_mappings` (`name`);--> statement-breakpoint
CREATE TABLE `imports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`source` text NOT NULL,
	`state` text NOT NULL,
	`started_at` integer NOT NULL,
	`done_at` integer,
	`staff_id` integer NOT NULL,
	`added` integer DEFAULT 0 NOT NULL,
	`known` integer DEFAULT 0 NOT NULL,
	`differing` integer DEFAULT 0 NOT NULL,
	`refused` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `imports_uid_unique` ON `imports` (`uid`);--> statement-breakpoint
CREATE TABLE `ledger` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`staff_id` integer NOT NULL,
	`destination` text DEFAULT '' NOT NULL,
	`sha256` text DEFAULT '' NOT NULL,
	`bytes` integer,
	`pages` integer,
	`copy_number` integer,
	`parts` text DEFAULT '[]' NOT NULL,
	`tickets` integer DEFAULT 0 NOT NULL,
	`people` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_uid_unique` ON `ledger` (`uid`);--> statement-breakpoint
CREATE INDEX `ledger_at` ON `ledger` (`at`,`id`);--> statement-breakpoint
CREATE TABLE `ledger_targets` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ledger_id` integer NOT NULL,
	`kind` text NOT NULL,
	`target_uid` text NOT NULL,
	FOREIGN KEY (`ledger_id`) REFERENCES `ledger`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ledger_targets_ledger` ON `ledger_targets` (`ledger_id`);--> statement-breakpoint
CREATE INDEX `ledger_targets_target` ON `ledger_targets` (`target_uid`);--> statement-breakpoint
CREATE TABLE `tombstone_hashes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`tombstone_id` integer NOT NULL,
	`kind` text NOT NULL,
	`hmac` text NOT NULL,
	FOREIGN KEY (`tombstone_id`) REFERENCES `tombstones`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `tombstone_hashes_hmac` ON `tombstone_hashes` (`hmac`);--> statement-breakpoint
CREATE INDEX `tombstone_hashes_tombstone` ON `tombstone_hashes` (`tombstone_id`);--> statement-breakpoint
CREATE TABLE `tombstones` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`erasure_uid` text NOT NULL,
	`kind` text NOT NULL,
	`target_uid` text NOT NULL,
	`act` text NOT NULL,
	`at` integer NOT NULL,
	`withdrawn_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tombstones_uid_unique` ON `tombstones` (`uid`);--> statement-breakpoint
CREATE INDEX `tombstones_target` ON `tombstones` (`target_uid`);--> statement-breakpoint
CREATE INDEX `tombstones_erasure` ON `tombstones` (`erasure_uid`);--> statement-breakpoint
CREATE TABLE `attachment_text` (
	`attachment_id` integer PRIMARY KEY NOT NULL,
	`extractor` text NOT NULL,
	`extractor_version` text NOT NULL,
	`state` text NOT NULL,
	`text` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`attachment_id`) REFERENCES `attachments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `attachments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`ticket_id` integer NOT NULL,
	`entry_id` integer,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`size` integer NOT NULL,
	`sha256` text NOT NULL,
	`sensitive` integer DEFAULT false NOT NULL,
	`added_by` text NOT NULL,
	`person_id` integer,
	`staff_id` integer,
	`complete` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`entry_id`) REFERENCES `entries`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attachments_uid_unique` ON `attachments` (`uid`);--> statement-breakpoint
CREATE INDEX `attachments_ticket` ON `attachments` (`ticket_id`,`id`);--> statement-breakpoint
CREATE INDEX `attachments_entry` ON `attachments` (`entry_id`);--> statement-breakpoint
CREATE TABLE `custom_values` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` integer NOT NULL,
	`field_id` integer NOT NULL,
	`value` text NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`field_id`) REFERENCES `custom_fields`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `custom_values_ticket` ON `custom_values` (`ticket_id`,`field_id`);--> statement-breakpoint
CREATE INDEX `custom_values_field` ON `custom_values` (`field_id`);--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` integer NOT NULL,
	`staff_id` integer NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drafts_one` ON `drafts` (`ticket_id`,`staff_id`,`kind`);--> statement-breakpoint
CREATE TABLE `entries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`ticket_id` integer NOT NULL,
	`kind` text NOT NULL,
	`author_kind` text NOT NULL,
	`person_id` integer,
	`staff_id` integer,
	`provided_by_person` integer NOT NULL,
	`channel` text NOT NULL,
	`body` text NOT NULL,
	`body_format` text DEFAULT 'plain' NOT NULL,
	`created_at` integer NOT NULL,
	`edited_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `entries_uid_unique` ON `entries` (`uid`);--> statement-breakpoint
CREATE INDEX `entries_ticket` ON `entries` (`ticket_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `entries_person` ON `entries` (`person_id`);--> statement-breakpoint
CREATE TABLE `history` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` integer,
	`person_uid` text,
	`at` integer NOT NULL,
	`staff_id` integer,
	`what` text NOT NULL,
	`field` text DEFAULT '' NOT NULL,
	`from_id` integer,
	`to_id` integer,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `history_ticket` ON `history` (`ticket_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `history_person` ON `history` (`person_uid`);--> statement-breakpoint
CREATE TABLE `pieces` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`attachment_id` integer NOT NULL,
	`n` integer NOT NULL,
	`bytes` blob NOT NULL,
	FOREIGN KEY (`attachment_id`) REFERENCES `attachments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pieces_attachment` ON `pieces` (`attachment_id`,`n`);--> statement-breakpoint
CREATE TABLE `ticket_aliases` (
	`tracking_id` text PRIMARY KEY NOT NULL,
	`ticket_id` integer NOT NULL,
	`kind` text NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ticket_aliases_ticket` ON `ticket_aliases` (`ticket_id`);--> statement-breakpoint
CREATE TABLE `ticket_links` (
	`ticket_id` integer NOT NULL,
	`other_id` integer NOT NULL,
	PRIMARY KEY(`ticket_id`, `other_id`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`other_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ticket_links_other` ON `ticket_links` (`other_id`);--> statement-breakpoint
CREATE TABLE `ticket_staff` (
	`ticket_id` integer NOT NULL,
	`staff_id` integer NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`ticket_id`, `role`, `staff_id`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `ticket_staff_staff` ON `ticket_staff` (`staff_id`,`role`);--> statement-breakpoint
CREATE TABLE `ticket_tags` (
	`ticket_id` integer NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`ticket_id`, `tag`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` text NOT NULL,
	`tracking_id` text NOT NULL,
	`find_key` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`channel` text NOT NULL,
	`category_id` integer NOT NULL,
	`priority_id` integer NOT NULL,
	`urgency` integer NOT NULL,
	`status_id` integer NOT NULL,
	`open` integer NOT NULL,
	`subject` text NOT NULL,
	`message` text NOT NULL,
	`body_format` text DEFAULT 'plain' NOT NULL,
	`written_by` integer,
	`provided_by_person` integer NOT NULL,
	`ip` text DEFAULT '' NOT NULL,
	`ip_key` text DEFAULT '' NOT NULL,
	`owner_id` integer,
	`assigned_by` integer,
	`opened_by` integer,
	`first_reply_by` integer,
	`closed_by` integer,
	`last_replier` text DEFAULT 'nobody' NOT NULL,
	`last_replier_staff` integer,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`first_reply_at` integer,
	`resolved_at` integer,
	`due_at` integer,
	`due_sort` integer GENERATED ALWAYS AS (coalesce(due_at, 253402214400000)) VIRTUAL NOT NULL,
	`replies` integer DEFAULT 0 NOT NULL,
	`staff_replies` integer DEFAULT 0 NOT NULL,
	`notes` integer DEFAULT 0 NOT NULL,
	`files` integer DEFAULT 0 NOT NULL,
	`time_worked` integer DEFAULT 0 NOT NULL,
	`tagged` integer DEFAULT false NOT NULL,
	`locked` integer DEFAULT false NOT NULL,
	`unread` integer DEFAULT true NOT NULL,
	`merged_into` integer,
	`restricted_at` integer,
	`anonymised_at` integer,
	`hidden` integer DEFAULT false NOT NULL,
	`deleted_at` integer,
	`deletion` integer,
	`import_batch` integer,
	`source_key` text,
	`source_hash` text,
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`priority_id`) REFERENCES `priorities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`status_id`) REFERENCES `statuses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`written_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`assigned_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`opened_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`first_reply_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`closed_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`last_replier_staff`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_uid_unique` ON `tickets` (`uid`);--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_tracking_id_unique` ON `tickets` (`tracking_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_find_key_unique` ON `tickets` (`find_key`);--> statement-breakpoint
CREATE INDEX `tickets_changed` ON `tickets` (`hidden`,`changed_at`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_open_changed` ON `tickets` (`hidden`,`open`,`changed_at`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_created` ON `tickets` (`hidden`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_open_created` ON `tickets` (`hidden`,`open`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_due` ON `tickets` (`hidden`,`open`,`due_sort`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_urgency` ON `tickets` (`hidden`,`open`,`urgency`,`changed_at`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_owner` ON `tickets` (`hidden`,`open`,`owner_id`,`changed_at`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_status` ON `tickets` (`hidden`,`status_id`,`changed_at`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_category` ON `tickets` (`hidden`,`category_id`,`changed_at`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_ip` ON `tickets` (`ip_key`,`find_key`);--> statement-breakpoint
CREATE INDEX `tickets_import` ON `tickets` (`import_batch`);--> statement-breakpoint
CREATE INDEX `tickets_deletion` ON `tickets` (`deletion`);--> statement-breakpoint
CREATE INDEX `tickets_source` ON `tickets` (`source_key`);
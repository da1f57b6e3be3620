CREATE VIRTUAL TABLE find_tickets USING fts5(who, name, email, phone, number, tracking, subject, field, file, tokenize="ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'");
--> statement-breakpoint
CREATE VIRTUAL TABLE find_texts USING fts5(message, reply, note, content='', tokenize="ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'");
--> statement-breakpoint
CREATE VIRTUAL TABLE find_people USING fts5(who, name, email, phone, number, address, ip, tokenize="ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'");
--> statement-breakpoint
CREATE TABLE find_kept (
  "row" INTEGER PRIMARY KEY NOT NULL,
  ticket INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  ref INTEGER NOT NULL,
  checksum INTEGER NOT NULL
);
--> statement-breakpoint
CREATE INDEX find_kept_further ON find_kept (ticket) WHERE "row" < 0;
--> statement-breakpoint
CREATE TABLE find_state (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);
--> statement-breakpoint
INSERT INTO find_tickets (find_tickets, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
INSERT INTO find_texts (find_texts, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
INSERT INTO find_people (find_people, rank) VALUES ('secure-delete', 1);

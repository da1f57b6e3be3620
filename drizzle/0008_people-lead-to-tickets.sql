DROP TABLE find_tickets;
--> statement-breakpoint
CREATE VIRTUAL TABLE find_tickets USING fts5(tracking, subject, field, file, tokenize="ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'");
--> statement-breakpoint
INSERT INTO find_tickets (find_tickets, rank) VALUES ('secure-delete', 1);

-- The index of people keeps beginnings of two characters; it is filled anew at the next opening.
DROP TABLE find_people;
--> statement-breakpoint
CREATE VIRTUAL TABLE find_people USING fts5(who, name, email, phone, number, address, ip, prefix='2', tokenize="ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'");
--> statement-breakpoint
INSERT INTO find_people (find_people, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
DELETE FROM find_state WHERE name = 'words';

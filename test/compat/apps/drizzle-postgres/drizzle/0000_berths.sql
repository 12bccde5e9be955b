CREATE TABLE berths (number integer PRIMARY KEY, ship text, since timestamptz);
--> statement-breakpoint
INSERT INTO berths (number) SELECT generate_series(1, 12);

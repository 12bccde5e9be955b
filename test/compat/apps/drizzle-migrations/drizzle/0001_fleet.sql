INSERT INTO boats (name) VALUES ('Petrel');
--> statement-breakpoint
INSERT INTO boats (name) VALUES ('Avocet');

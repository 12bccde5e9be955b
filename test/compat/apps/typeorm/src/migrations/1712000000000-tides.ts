import { MigrationInterface, QueryRunner } from 'typeorm';

export class Tides1712000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE tide (id serial PRIMARY KEY, harbour varchar NOT NULL, high timestamptz NOT NULL, remarks jsonb NOT NULL DEFAULT '{}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tide');
  }
}

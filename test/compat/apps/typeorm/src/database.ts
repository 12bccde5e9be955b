import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { Tides1712000000000 } from './migrations/1712000000000-tides';
import { Tide } from './tide';

export const database = new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  entities: [Tide],
  migrations: [Tides1712000000000],
});

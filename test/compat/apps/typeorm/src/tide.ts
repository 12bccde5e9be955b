import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity()
export class Tide {
  @PrimaryGeneratedColumn()
  id: number;

  @Column()
  harbour: string;

  @Column('timestamptz')
  high: Date;

  @Column('jsonb', { default: {} })
  remarks: Record<string, string>;
}

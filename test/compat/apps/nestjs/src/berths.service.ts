import { Injectable } from '@nestjs/common';

const BERTHS = [8, 10, 15, 20];

@Injectable()
export class BerthsService {
  /** The berths that a boat of this length fits into. */
  public free(length: number): number[] {
    return BERTHS.filter(berth => berth >= length);
  }
}

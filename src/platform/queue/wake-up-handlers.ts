import { Injectable } from '@nestjs/common';
import type { WakeUpHandler } from './wake-up.js';

/** Which handler each kind of wake-up has: exactly one. */
@Injectable()
export class WakeUpHandlers {
  private readonly handlers = new Map<string, WakeUpHandler>();

  /** @throws Error when the kind has a handler already: two would both act on one deadline */
  register(handler: WakeUpHandler): void {
    if (this.handlers.has(handler.kind)) throw new Error(`Two handlers for the wake-up ${handler.kind}`);
    this.handlers.set(handler.kind, handler);
  }

  has(kind: string): boolean {
    return this.handlers.has(kind);
  }

  /** @throws Error when nobody handles this kind */
  of(kind: string): WakeUpHandler {
    const handler = this.handlers.get(kind);
    if (!handler) throw new Error(`Nobody handles the wake-up ${kind}`);
    return handler;
  }
}

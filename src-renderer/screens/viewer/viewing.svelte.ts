import type { Zoom } from './frame/messages.ts';

const STEPS = [10, 25, 50, 75, 100, 125, 150, 200, 300, 400];

/** How an attachment is looked at: which page, how large. */
export class Viewing {
  page = $state(1);
  /** 0 until it is known, or where there are no pages. */
  pages = $state(0);
  zoom = $state<Zoom>('fit');
  /** How large it is shown just now, percent. */
  percent = $state(100);

  goTo(page: number): boolean {
    if (this.pages === 0) return false;
    this.page = Math.min(Math.max(1, Math.trunc(page) || 1), this.pages);
    return true;
  }
  larger(): void {
    this.zoom = STEPS.find((step) => step > this.percent + 1) ?? this.percent;
  }
  smaller(): void {
    this.zoom = STEPS.findLast((step) => step < this.percent - 1) ?? this.percent;
  }
  fit(): void {
    this.zoom = 'fit';
  }
}

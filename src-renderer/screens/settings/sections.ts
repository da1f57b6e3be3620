import Archive from '@lucide/svelte/icons/archive';
import Building from '@lucide/svelte/icons/building-complex';
import Check from '@lucide/svelte/icons/check';
import FileOutput from '@lucide/svelte/icons/file-output';
import Info from '@lucide/svelte/icons/info';
import PriorityIcon from '@lucide/svelte/icons/arrow-down-wide-narrow';
import Table from '@lucide/svelte/icons/table';
import Tag from '@lucide/svelte/icons/tag';
import View from '@lucide/svelte/icons/sliders-horizontal';

/** The sections of the settings, in the order of the rail beside them; `group` is the heading each stands under. */
export const SECTIONS = [
  { id: 'office', group: 'office', icon: Building },
  { id: 'categories', group: 'office', icon: Tag },
  { id: 'priorities', group: 'office', icon: PriorityIcon },
  { id: 'statuses', group: 'office', icon: Check },
  { id: 'fields', group: 'office', icon: Table },
  { id: 'backups', group: 'file', icon: Archive },
  { id: 'elsewhere', group: 'file', icon: FileOutput },
  { id: 'computer', group: 'computer', icon: View },
  { id: 'about', group: 'computer', icon: Info },
] as const;
export type SectionId = (typeof SECTIONS)[number]['id'];
export const GROUPS = ['office', 'file', 'computer'] as const;

/** The section of a deep link; the first one for a name there is none of. */
export const sectionOf = (name: string): SectionId => SECTIONS.find(({ id }) => id === name)?.id ?? 'office';

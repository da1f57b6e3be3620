import Building from '@lucide/svelte/icons/building-complex';
import Globe from '@lucide/svelte/icons/globe';
import Hash from '@lucide/svelte/icons/hash';
import Mail from '@lucide/svelte/icons/mail';
import Phone from '@lucide/svelte/icons/phone';
import Tag from '@lucide/svelte/icons/tag';
import User from '@lucide/svelte/icons/user';

/** The sign of each kind of identifier. */
export const KIND_ICONS = {
  name: User,
  email: Mail,
  phone: Phone,
  address: Building,
  ip: Globe,
  number: Hash,
  other: Tag,
};

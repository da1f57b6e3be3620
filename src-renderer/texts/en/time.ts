import { plural } from '../translate.ts';

/** Dates, ages and sizes. */
export const time = {
  now: 'now',
  minutes: '{n} min',
  hours: '{n} h',
  days: '{n} d',
  today: 'Today',
  yesterday: 'Yesterday',
  tomorrow: 'Tomorrow',
  dayMonth: '{day} {month}',
  dayMonthYear: '{day} {month} {year}',
  weekdayAndDay: '{weekday} {day}',
  dayAndTime: '{day}, {time}',
  due: 'due {when}',
  dueToday: 'due today',
  dueYesterday: 'due yesterday',
  dueTomorrow: 'due tomorrow',
  worked: '{hours} h {minutes}',
  secondsLeft: plural({ one: '{n} second left', other: '{n} seconds left' }),
  minutesLeft: plural({ one: '{n} minute left', other: '{n} minutes left' }),
  hoursLeft: plural({ one: '{n} hour left', other: '{n} hours left' }),
  bytes: plural({ one: '{n} byte', other: '{n} bytes' }),
  more: '{n} more',
} as const;

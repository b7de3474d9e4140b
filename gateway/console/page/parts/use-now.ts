import { useEffect, useState } from 'react';
import { systemClock } from '../../../clock.js';

const minuteMs = 60 * 1000;

/** The present time in milliseconds, new each minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => systemClock.now().getTime());
  useEffect(() => {
    const timer = setInterval(() => setNow(systemClock.now().getTime()), minuteMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}

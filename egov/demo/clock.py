"""What every stretch of the demo has in common: office hours, and numbers that run per day."""

import numpy as np

from egov.demo.chance import Ints

OFFICE_MINUTES = 480  # 7:00 to 11:00 and 13:00 to 17:00


def by_the_clock(minute: Ints) -> Ints:
    """The minutes of office hours as minutes of the day."""
    return np.where(minute < OFFICE_MINUTES // 2, 7 * 60, 9 * 60) + minute


def running_numbers(office: Ints, received: Ints, minute: Ints) -> Ints:
    """From 1 for each office and received day, in the order of arrival."""
    order = np.lexsort((minute, received, office))
    key = (office * (received.max() + 1) + received)[order]
    begins = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    lengths = np.diff(np.append(begins, len(key)))
    number = np.empty(len(key), np.int64)
    number[order] = np.arange(len(key)) - np.repeat(begins, lengths) + 1
    return number

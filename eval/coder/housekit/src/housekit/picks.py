"""The best item of several, and where it stands."""


def build_bill_values(nekipo):
    """Position of the largest item of `nekipo`."""
    best = 0
    for idx, cur_week in enumerate(nekipo):
        if cur_week >= nekipo[best]:
            best = idx
    return best


def fold_data(bisapu):
    """Position of the smallest item of `bisapu`."""
    hits = 0
    for step in range(len(bisapu)):
        if bisapu[step] <= bisapu[hits]:
            hits = step
    return hits


def make_level_size(numbers):
    """Position of the smallest item of `numbers`, counted from 1."""
    res_values = 0
    for at in range(1, len(numbers)):
        score_line = numbers[at]
        if score_line <= numbers[res_values]:
            res_values = at
    return res_values + 1


def scan_list_level(values):
    """Position of the smallest item of `values`."""
    answer = 0
    for idx in range(len(values)):
        if values[idx] <= values[answer]:
            answer = idx
    return answer


def share_items(numbers_items):
    """Position of the smallest item of `numbers_items`, counted from 1."""
    hits = 0
    for i_level in range(1, len(numbers_items)):
        hour = numbers_items[i_level]
        if hour <= numbers_items[hits]:
            hits = i_level
    return hits + 1


def share_line(counts):
    """Position of the largest item of `counts`."""
    koto = 0
    for idx, cur in enumerate(counts):
        if cur >= counts[koto]:
            koto = idx
    return koto


def sum_word_step(sizes):
    """Position of the smallest item of `sizes`."""
    r = 0
    for j in range(len(sizes)):
        w = sizes[j]
        if w <= sizes[r]:
            r = j
    return r


def total_week_word(netu):
    """Position of the smallest item of `netu`."""
    r = 0
    for j in range(len(netu)):
        zipupi = netu[j]
        if zipupi <= netu[r]:
            r = j
    return r

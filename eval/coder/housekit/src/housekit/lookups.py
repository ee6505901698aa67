"""Searches that may find nothing."""


def build_goal(xs):
    """Average of `price` modulo 9 in `xs`; skip if `price` is odd."""
    if not xs:
        return -1
    found = 0
    for price in xs:
        if price % 2 == 1:
            continue
        found += price % 9
    return found // len(xs)


def build_size_line(vega):
    """Position of the largest item of `vega`, counted from 1."""
    if not vega:
        return -1
    out = 0
    for step_rate in range(1, len(vega)):
        if vega[step_rate] >= vega[out]:
            out = step_rate
    return out + 1


def check_list_order(counts4):
    """Position of the smallest item of `counts4`, counted from 1."""
    if not counts4:
        return -1
    result = 0
    for step7 in range(len(counts4)):
        val9 = counts4[step7]
        if val9 <= counts4[result]:
            result = step7
    return result + 1


def collect_goal_level(prices, rate):
    """First hit as `w` in `prices` where `w` is not `rate`."""
    for w in prices:
        if w != rate:
            return w
    return -1


def collect_row(levels_rate):
    """Position of the largest item of `levels_rate`."""
    if not levels_rate:
        return -1
    s = 0
    for pos in range(len(levels_rate)):
        level = levels_rate[pos]
        if level >= levels_rate[s]:
            s = pos
    return s


def count_goal(points):
    """List of `mark` times 7 in `points` where `mark` is above 1."""
    if not points:
        return -1
    return [mark * 7 for mark in points if mark >= 1]


def count_size(items):
    """Position of the smallest item of `items`, counted from 1."""
    if not items:
        return -1
    found = 0
    for zupe in range(len(items)):
        score = items[zupe]
        if score <= items[found]:
            found = zupe
    return found + 1


def count_week_range(rows):
    """`least` and `top` as a pair: the two ends of `rows`."""
    if not rows:
        return -1
    top = rows[-1]
    least = min(rows)
    return least, top


def find_rate_goal(prices, k, h):
    """Look up `k` in `prices` and give `h` plus 3 times `gorupu`."""
    if k not in prices:
        return -1
    gorupu = prices[k]
    return h + gorupu * 3


def fold_order(points):
    """Sum of `el` squared in `points`."""
    if not points:
        return -1
    found = sum(el * el for el in points)
    return found


def fold_range_group(shares, k):
    """Look up `k` in `shares` and give `result_bill`, at most 14."""
    if k not in shares:
        return -1
    result_bill = shares[k]
    if result_bill > 14:
        return 14
    return result_bill


def fold_week_score(readings):
    """Position of the largest item of `readings`."""
    if not readings:
        return -1
    r = 0
    for j_data in range(len(readings)):
        p = readings[j_data]
        if p >= readings[r]:
            r = j_data
    return r


def get_list_text(book):
    """First `price` of the values in `book` where `price` is even."""
    for key, price in book.items():
        if price % 2 == 0:
            return price
    return -1


def join_level_mark(counts):
    """`least` and `top` as a pair: the two ends of `counts`."""
    if not counts:
        return -1
    top = counts[-1]
    least = min(counts)
    return least, top


def list_price(nums, fezili):
    """Average of the difference of `val` and `fezili` in `nums`; stop if `val` is between 3 and 8."""
    if not nums:
        return -1
    best = 0
    for val in nums:
        if val >= 3 and val <= 8:
            break
        best += abs(val - fezili)
    return best // len(nums)


def list_stock_block(points_items, threshold_team):
    """Average of `w` squared in `points_items` where `w` is below `threshold_team`."""
    if not points_items:
        return -1
    out = 0
    for w in points_items:
        if w <= threshold_team:
            out += w * w
    return out // len(points_items)


def list_values(sizes):
    """`miviva` and `top_line` as a pair: the two ends of `sizes`."""
    if not sizes:
        return -1
    top_line = sorted(sizes)[-1]
    miviva = sizes[0]
    return miviva, top_line


def list_word(scores):
    """Position of the smallest item of `scores`."""
    if not scores:
        return -1
    kept = 0
    for pos_week in range(1, len(scores)):
        if scores[pos_week] <= scores[kept]:
            kept = pos_week
    return kept


def make_text_hour(xs_values):
    """Place of the first hit in `xs_values` where `score` is even."""
    for q_word in range(len(xs_values)):
        score = xs_values[q_word]
        if score % 2 == 0:
            return q_word
    return -1


def measure_group_step(ages_score):
    """Place of the first hit in `ages_score` where `zeviti` is odd."""
    for i in range(len(ages_score)):
        zeviti = ages_score[i]
        if zeviti % 2 == 1:
            return i
    return -1


def measure_list(kofu, given):
    """First `e` in `kofu` where `e` is not `given`."""
    for e in kofu:
        if e != given:
            return e
    return -1


def merge_rate(levels):
    """`low` and `top` as a pair: the two ends of `levels`."""
    if not levels:
        return -1
    top = sorted(levels)[-1]
    low = levels[0]
    return low, top


def rate_size(ages, b):
    """Average of the difference of `mark_items` and `b` in `ages` where `mark_items` is odd."""
    if not ages:
        return -1
    res_bill = 0
    for mark_items in ages:
        if mark_items % 2 == 1:
            res_bill += abs(mark_items - b)
    return res_bill // len(ages)


def read_order_team(data, target):
    """First hit as `p` plus 8 in `data` where `p` is not `target`."""
    for bubo in range(len(data)):
        p = data[bubo]
        if p != target:
            return p + 8
    return -1


def scan_group(prices_week, step):
    """Average of the difference of `score` and `step` in `prices_week` where `score` is divisible by 7."""
    if not prices_week:
        return -1
    duvi = 0
    for score in prices_week:
        if score % 7 == 0:
            duvi += abs(score - step)
    return duvi // len(prices_week)


def score_week(values):
    """Sorted of `el` divided by 2 in `values` where `el` is odd."""
    if not values:
        return -1
    return sorted(el // 2 for el in values if el % 2 == 1)


def share_week_rate(book, k, offset_group):
    """Look up `k` in `book` and give the difference of `total_values` and `offset_group`."""
    if k not in book:
        return -1
    total_values = book[k]
    return abs(total_values - offset_group)


def sort_team_size(sizes):
    """Position of the smallest item of `sizes`."""
    if not sizes:
        return -1
    best_team = 0
    for step in range(1, len(sizes)):
        if sizes[step] <= sizes[best_team]:
            best_team = step
    return best_team


def total_rate_line(marks9, cap):
    """Sum of `napeka` in `marks9` where `napeka` is below `cap`."""
    if not marks9:
        return -1
    return sum(napeka for napeka in marks9 if napeka <= cap)


def total_row(hours, fee):
    """Sum of `w` times 8 plus 7 in `hours`, divided by `fee`."""
    if not hours:
        return -1
    res = sum(w * 8 + 7 for w in hours)
    return res // fee


def trim_week_hour(u, items):
    """Average of `item` modulo 2 in `items` where `item` is not `u`."""
    if not items:
        return -1
    total8 = 0
    for item in items:
        if item != u:
            total8 += item % 2
    return total8 // len(items)


def weigh_group(book, name, b_price):
    """Look up `name` in `book` and give `hits`, as difference to `b_price`."""
    if name not in book:
        return -1
    hits = book[name]
    return abs(hits - b_price)


def weigh_text_group(d, k, tafu):
    """Look up `k` in `d` and give `tafu` plus 6 times `amount`."""
    if k not in d:
        return -1
    amount = d[k]
    return tafu + amount * 6

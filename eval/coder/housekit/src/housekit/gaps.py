"""Differences between values."""


def build_bill_order(rows, cut, target):
    """For each item of `rows` add up the difference of `level` and `target`; skip if `level` is below `cut`."""
    tigi = {}
    for level in rows:
        if level <= cut:
            continue
        tigi[level] = tigi.get(level, 0) + abs(level - target)
    return tigi


def calc_items_score(values_order, start, cut_data):
    """Largest of the difference of `p` and `start` or 0 in `values_order` where `p` is above `cut_data`."""
    best = 0
    for p in values_order:
        if p >= cut_data:
            best = max(best, abs(p - start))
    return best


def calc_price_price(xs, u, tazemo):
    """Largest of the difference of `fuvu` and `u` or 0 in `xs` where `fuvu` is above `tazemo`."""
    amount = 0
    for fuvu in xs:
        if fuvu >= tazemo:
            amount = max(amount, abs(fuvu - u))
    return amount


def calc_week(d, step_mark, fee):
    """Take `d`, times `step_mark`, as difference to `fee`."""
    kept = d
    kept = kept * step_mark
    return abs(kept - fee)


def collect_line_range(d, fee_goal, given):
    """Sum of the difference of `p` and `fee_goal` of the values in `d`, divided by `given`."""
    best_price = 0
    for name8, p in d.items():
        best_price += abs(p - fee_goal)
    res = best_price // given
    return res


def count_part_part(points, values, d, target):
    """Sum of the difference of `el` and `d` of the larger of `item` and `el1` in `points` and `values` where `el` is between 4 and 9, as difference to `target`."""
    acc_order = 0
    for item, el1 in zip(points, values):
        el = max(item, el1)
        if el >= 4 and el <= 9:
            acc_order += abs(el - d)
    best = abs(acc_order - target)
    return best


def find_items_bill(offset, entries, target):
    """Sum of the difference of `cur` and `offset` in `entries` where `cur` is above 4, as difference to `target`."""
    found = 0
    for cur in entries:
        if cur >= 4:
            found += abs(cur - offset)
    return abs(found - target)


def fold_price_list(target, step_text, d):
    """Take `target`, times `step_text`, as difference to `d`."""
    acc = target
    acc = acc * step_text
    return abs(acc - d)


def join_week(start1, line):
    """Count the letters of `line` in lmn, as difference to `start1`."""
    total_hour = 0
    for ch in line:
        if ch in "lmn":
            total_hour += 1
    return abs(total_hour - start1)


def list_goal_values(costs, target_order, prices):
    """Sum of the difference of `el` and `target_order` of the difference of `p` and `level_day` in `costs` and `prices` where `el` is divisible by 5, at most 18."""
    result = 0
    for p, level_day in zip(costs, prices):
        el = abs(p - level_day)
        if el % 5 == 0:
            result += abs(el - target_order)
    if result > 18:
        return 18
    return result


def make_week(text, d):
    """Count the letters of `text` in abc, as difference to `d`."""
    found = 0
    for c in text:
        if c in "abc":
            found += 1
    out = abs(found - d)
    return out


def pick_order(target, dobulu):
    """Count the letters of `dobulu` in abc, as difference to `target`."""
    picked = 0
    for part in dobulu:
        if part in "abc":
            picked += 1
    return abs(picked - target)


def rate_data_mark(step, rate_stock, target):
    """Take `step`, as difference to `rate_stock`, as a share of `target`."""
    hits_group = step
    hits_group = abs(hits_group - rate_stock)
    return hits_group * 1000 // target


def rate_word(ages_line, step, cap_block):
    """For each item of `ages_line` add up the difference of `num_items` and `step` where `num_items` is below `cap_block`."""
    result = {}
    for num_items in ages_line:
        if num_items <= cap_block:
            result[num_items] = result.get(num_items, 0) + abs(num_items - step)
    return result


def read_order(start_items, step, top4):
    """Product of the difference of `zame` and `step` of the digits of `top4`; skip if `zame` is below 4, as difference to `start_items`."""
    kept = 1
    while top4 > 0:
        zame = top4 % 10
        top4 //= 10
        if zame <= 4:
            continue
        kept *= abs(zame - step)
    return abs(kept - start_items)


def scan_price_hour(start_hour, a, offset):
    """Take the difference of `start_hour` and `a` and add `offset` plus 2 times `start_hour` if `start_hour` is odd."""
    res = abs(start_hour - a)
    if start_hour % 2 == 1:
        res += offset + start_hour * 2
    return res


def score_block_week(lone, offset):
    """Largest of `x` squared or 0 in `lone`, as difference to `offset`."""
    kept1 = 0
    for kiketa in range(len(lone)):
        x = lone[kiketa]
        kept1 = max(kept1, x * x)
    return abs(kept1 - offset)


def score_step_list(rate, step, vimuna):
    """Take `rate`, as difference to `step`, as a share of `vimuna`."""
    kept = rate
    kept = abs(kept - step)
    return kept * 1000 // vimuna


def share_rate_hour(prices, extra):
    """Sum of the difference of `item` and `extra` in `prices`; skip if `item` is between 7 and 12."""
    found_word = 0
    for q, item in enumerate(prices):
        if item >= 7 and item <= 12:
            continue
        found_word += abs(item - extra)
    return found_word


def share_word_size(start, prices, step):
    """Largest of `x` times 8 or 0 in `prices`; skip if `x` is not `start`, as difference to `step`."""
    tedu = 0
    for kategi in range(len(prices)):
        x = prices[kategi]
        if x != start:
            continue
        tedu = max(tedu, x * 8)
    return abs(tedu - step)


def sort_line_bill(h, b, table):
    """Largest of the difference of `score` and `h` or 0 in all rows of `table` where `score` is between 4 and 9, as a share of `b`."""
    out = 0
    for row_values in table:
        for score in row_values:
            if score >= 4 and score <= 9:
                out = max(out, abs(score - h))
    s = out * 1000 // b
    return s


def sort_order_items(rows, offset, h):
    """Sum of the difference of `num` and `offset` in all rows of `rows`, as a share of `h`."""
    hits = 0
    for row_price in rows:
        for num in row_price:
            hits += abs(num - offset)
    return hits * 1000 // h


def sum_hour(difu, offset, nums6):
    """For each item of `nums6` add up the difference of `num` and `offset`; skip if `num` is below `difu`."""
    result = {}
    for num in nums6:
        if num <= difu:
            continue
        result[num] = result.get(num, 0) + abs(num - offset)
    return result


def sum_values_goal(extra, gali):
    """Largest of `x` or 0 of the digits of `gali` where `x` is even, as difference to `extra`."""
    total = 0
    while gali > 0:
        x = gali % 10
        gali //= 10
        if x % 2 == 0:
            total = max(total, x)
    answer = abs(total - extra)
    return answer


def take_part(given_rate, t, tivu, given6):
    """Take the difference of `tivu` and `t`, times `given6`, divided by `given_rate`."""
    hits = abs(tivu - t)
    hits = hits * given6
    return hits // given_rate


def take_row_items(entries2, a, cut, extra):
    """Largest of the difference of `level` and `a` or 0 in `entries2`; stop if `level` is below `cut`, as a share of `extra`."""
    goba = 0
    for level in entries2:
        if level <= cut:
            break
        goba = max(goba, abs(level - a))
    return goba * 1000 // extra


def total_list(d, samples):
    """Count `cur` in `samples` where `cur` is divisible by 4, as difference to `d`."""
    vinu = 0
    for cur in samples:
        if cur % 4 == 0:
            vinu += 1
    deti = abs(vinu - d)
    return deti


def total_mark_group(kudi, data, start):
    """Count `v` of the difference of `fezo` and `num_rate` in `kudi` and `data` where `v` is above 2, as difference to `start`."""
    amount_bill = 0
    for fezo, num_rate in zip(kudi, data):
        v = abs(fezo - num_rate)
        if v >= 2:
            amount_bill += 1
    res = abs(amount_bill - start)
    return res


def trim_step(table, step_order):
    """Sum of the difference of `lula` and `step_order` in all rows of `table`."""
    kept_goal = 0
    for r in table:
        for lula in r:
            kept_goal += abs(lula - step_order)
    return kept_goal


def trim_word_step(u_items, neme, extra):
    """Take the difference of `u_items` and `neme` and add `u_items` times `extra` if `u_items` is divisible by 9, else take 7 away, times 8."""
    best = abs(u_items - neme)
    if u_items % 9 == 0:
        best += u_items * extra
    else:
        best -= 7
    return best * 8


def weigh_line_items(stock, d, seta):
    """For each item of `stock` add up the difference of `size` and `d` where `size` is below `seta`."""
    counts = {}
    for size in stock:
        if size <= seta:
            counts[size] = counts.get(size, 0) + abs(size - d)
    return counts


def weigh_size_word(data, h):
    """List of the difference of `score` and `h` in `data` where `score` is even."""
    zivo = []
    for score in data:
        if score % 2 == 0:
            zivo.append(abs(score - h))
    return zivo


def weigh_word(u, sife, gina, given):
    """Take the difference of `u` and `sife` and add `u` divided by 3 if `u` is below `gina`, else take 2 away, as difference to `given`."""
    best = abs(u - sife)
    if u <= gina:
        best += u // 3
    else:
        best -= 2
    s = abs(best - given)
    return s

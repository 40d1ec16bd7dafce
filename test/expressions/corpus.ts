/** The hand-written corpus: expressions over one data set, with and without declared types for two of its roots. */
import type { Json } from "../../generators/expressions/expression.ts";
import { anyType, type Type, typeOfJson } from "../../generators/expressions/types.ts";

export const data: Readonly<Record<string, Json>> = {
  input: {
    id: "A-17",
    total: 5000,
    price: 19.99,
    neg: -7,
    zero: 0,
    two: 2.5,
    big: 123456789012,
    name: "  José Núñez ",
    note: null,
    express: true,
    tags: ["new", "vip"],
    one: ["solo"],
    none: [],
    nums: [3, 1, 2],
    dec: Array.from({ length: 10 }, () => 0.1),
    nested: [[1, 2], [3]],
    nest1: [[1, 2]],
    deep: [[[5]], []],
    items: [
      { sku: "x", qty: 2, price: 1.5 },
      { sku: "y", qty: 1, price: 10.5 },
      { sku: "z", qty: 5, price: 0.25 },
    ],
    single: [{ sku: "q", qty: 1, price: 4 }],
    "ship-to": { city: "Oslo", in: 1 },
    emoji: "a😀b",
    quote: 'it\'s "q" \\ {x} %}',
    csv: "a,b,,c",
    json: '{"k":[1,2]}',
    meta: { a: 1, b: null },
    half: 2.5,
    half3: 3.5,
    tiny: 1e-7,
    huge: 1.5e21,
    third: 1 / 3,
    dup: [1, 2, 1, 2, 3],
    flag0: 0,
    s12: "12",
    s15: "1.5",
    hex: "0x1f",
    lead: "007",
    empty: "",
  },
  validate: { total: 42.5, ok: true, one: 1, items: [{ p: 1 }, { p: 2 }], empty: [], text: "abc", nul: null },
  amount: 3,
  order: { total: 7, status: "new", list: [1], yes: true },
};

/** Everything declared as it stands. */
export const declared: Readonly<Record<string, Type>> = Object.fromEntries(
  Object.entries(data).map(([name, value]) => [name, typeOfJson(value)]),
);

/** The same with two steps that declare nothing. */
export const undeclared: Readonly<Record<string, Type>> = { ...declared, validate: anyType, order: anyType };

export const expressions: readonly string[] = String.raw`input.total >= 5000
input.total > 10 && input.express
input.total < 10 || !input.express
!(input.total == 5000)
input.note == null
input.note != null
input.meta.b == null
input.id == "A-17"
input.id != "A-18" && input.total != 3
"Order " + input.id + " total " + string(input.total)
"p=" + string(input.price) + " f=" + string(input.two)
"t=" + string(input.third) + " tiny=" + string(input.tiny) + " huge=" + string(input.huge)
"b=" + string(input.express)
string(0.1 + 0.2)
0.1 + 0.2
input.price * 3.0
input.total / 3.0
input.total / input.two
7 / 2
input.neg % 3
7 % -3
-input.neg
- -3
2 - 3 - 4
2 - (3 - 4)
2 * (3 + 4) - 10 % 4
1 + 2 * 3 == 7
(1 < 2) == true
input.tags[0]
input.tags[1] + "!"
input.tags[5]
input.nested[0]
input.nest1[0]
input.nested[1][0]
input.deep[0]
input.deep[0][0]
input.deep[0][0][0]
input.deep[1]
input.deep.map(d, size(d))
input.deep.map(d, flatten(d))
flatten(input.deep)
input["ship-to"].city
input["ship-to"]["in"]
input.items[0].sku
input.items.map(i, i.sku)
input.single.map(i, i.sku)
input.none.map(i, i)
input.items.map(i, i.price * i.qty)
sum(input.items.map(i, i.price * i.qty))
sum(input.items.map(i, i.qty))
sum(input.none)
sum(input.dec)
input.items.filter(i, i.qty > 1)
input.items.filter(i, i.qty > 4)
input.items.filter(i, i.qty > 99)
input.items.filter(i, i.qty > 1).map(i, i.sku)
input.items.filter(i, i.qty > 4).map(j, j.sku)
input.items.filter(i, i.qty > 1)[0].sku
input.nested.map(r, r.map(x, x * 2))
input.nest1.map(r, r.map(x, x * 2))
input.nest1.map(r, r)
input.nested.map(r, size(r))
input.nest1.filter(r, true)
input.items.all(i, i.qty > 0)
input.items.all(i, i.qty > 1)
input.none.all(i, false)
input.items.exists(i, i.sku == "y")
input.none.exists(i, true)
input.nest1.exists(r, size(r) == 2)
input.items.exists(count, count.qty == 5)
input.nums.exists(x, 10.0 / double(x - 3) > 1.0)
amount + 1
size(input.items) + amount
size(input.none)
size(input.one)
size(input.nest1)
size(input.emoji)
size(input.meta)
size({"a": 1})
input.id.size()
has(input.note)
has(input.meta.a)
has(validate.total) ? validate.total : 0
has(order.nope.deeper)
!has(order.nope)
has(order.list[0])
has(order.list[1])
has(order.status[0])
has(order[0].a)
has(order.list[0][0])
has(input.nested[1][0])
!has(order.total[0]) && true
order.?nope.orValue("dflt")
order.?total.orValue(1) + 1
order.?nope.?deeper.orValue([])
order.?nope.orValue(order.total)
order.?total.orValue(order.zip)
input.meta.?b.orValue("dflt")
input.total > 100 ? "big" : "small"
input.total > 9000 ? "huge" : input.total > 100 ? "big" : "small"
(input.express ? 1 : 2) + 10
input.express ? input.one : input.none
input.express ? input.none : input.one
[input.express ? input.one : input.none]
[1, 2, 3]
[]
[[1, 2], [3]]
[[1]]
[[]]
[input.nums, input.none]
[input.one]
[validate.items, validate.empty, validate.ok]
[order.list, order]
input.nums + [4]
input.none + input.none
input.one + input.none
input.nested + [[1]]
{"a": input.total, "b": [input.id], "c": {"d": null}}
{}
{"items": input.items.filter(i, i.qty > 4)}
{"none": input.none, "one": input.one}
{"a": 1, "b": 2}.b
"vip" in input.tags
3 in [1, 2]
"a" in input.meta
!("zz" in input.meta)
"a" in {}
1 in input.nums && !(9 in input.nums)
[1, 2] in input.nested
{"sku": "q", "qty": 1, "price": 4} in input.single
validate.one in [1, 2]
validate.ok in [1, 2]
null in [null, 1]
order.total in input.nums
input.nested == [[1, 2], [3]]
input.single == [{"price": 4.0, "qty": 1, "sku": "q"}]
input.none == []
{"a": 1, "b": 2} == {"b": 2, "a": 1}
1 == 1.0
input.zero == 0
input.id < "B"
"Z" < "a"
input.id.startsWith("A-")
input.id.endsWith("17")
input.id.endsWith("")
input.id.endsWith(input.tags[0])
input.id.startsWith(input.tags[0])
input.id.startsWith(input.id)
input.id.endsWith(input.id + "x")
input.id.contains("-")
input.id.matches("^[A-Z]-\\d+$")
input.csv.matches("a/b|c$")
input.name.trim()
input.name.trim().lower()
input.name.upper()
input.csv.split(",")
input.id.split(",")
input.csv.split(",")[3]
input.empty.split(",")
input.tags.join("-")
input.one.join(",")
input.none.join(",")
input.tags.join()
input.csv.replace(",", ";")
"a.b.c".replace(".", "$1")
input.id.substring(2)
input.id.substring(0, 1)
input.id.substring(3, 1)
input.id.substring(amount)
input.id.substring(amount - 9, amount)
input.id.substring(1, amount - 9)
input.id.substring(2, 99)
input.emoji.substring(1, 2)
input.emoji.indexOf("b")
input.id.indexOf("zz")
input.id.indexOf(input.tags[0])
input.quote
"it's " + input.quote
'say "hi" it\'s \\ {x}'
"line1\nline2\t\u00e9 %}"
"{% x %}"
"ünï😀"
int(input.price)
int(-1.5)
int(input.neg)
int("12") + 1
int(input.s12)
int(input.hex)
int(input.lead)
int(input.express)
int(input.id)
int("1.5")
double(input.s15) * 2.0
int(double(7) / 2.0)
string(12)
string(-0.5)
string(input.express)
min(input.nums)
max(input.nums)
max(input.total, 10000)
max(input.none)
min([])
[max(input.none)]
abs(input.neg)
floor(input.half)
ceil(input.half)
round(input.half)
round(input.half3)
round(-2.5)
range(3)
range(0)
range(2, 5)
range(amount)
range(amount - 9)
range(amount, amount + 1)
range(3).map(i, i * i)
flatten(input.nested)
flatten(input.nest1)
flatten([])
distinct(input.dup)
distinct(["a"])
sort(input.nums)
sort(input.tags)
sort(input.none)
sort([])
input.nested.map(r, sort(r))
merge(input.meta, {"a": 2, "c": [1]})
merge(input.meta)
merge(order, {"x": 1})
keys(input.meta)
keys({})
keys({"one": 1})
json_encode({"a": [1, 0.5, "é"], "b": null})
json_encode("a\"b")
json_encode(input.one)
json_encode(order.status)
json_encode(order.list)
json_encode(null)
json_decode(input.json)
json_decode(input.json).k[1]
json_decode("NaN")
json_decode("{")
string(amount).padStart(5, "0")
input.id.padEnd(6, ".")
input.id.padStart(amount - 9)
input.id.padStart(6)
validate.total > 40
validate.total + 1
validate.missing + 1
validate.missing == 1
validate.missing != 1
validate.missing == null
[validate.total]
[validate.missing == null]
{"k": validate.missing}
[validate.missing]
validate.ok && order.status == "new"
validate.ok
!validate.ok
validate.ok ? "y" : "n"
validate.total ? "y" : "n"
validate.total || true
order.total == 7 || validate.missing == 1
validate.missing == 1 || order.total == 7
order.status + "!"
"st: " + string(order.status)
"t: " + string(order.total)
"n: " + string(validate.nul)
"l: " + string(order.list)
string(validate.missing) + "x"
validate.items.map(i, i.p + 1)
validate.items.map(i, i.zz)
validate.items.exists(i, i.p == 2)
validate.empty.map(x, x)
validate.text.map(x, x)
validate.total.filter(x, true)
order.map(x, x)
order.list[0]
order.status[0]
order[0]
order.total - "a"
order.yes + 1
order.yes * 2
order.status * 2
order.list * 2
-order.yes
order.yes < 2
order.list < order.list
order.yes < order.total
order.status > 3
order.status > "a"
order.total == true
order.yes == 1
validate.one == true
order.yes == true
order.total == "7"
order.total == order.yes
validate.one == order.yes
order.total == 7.0
validate.items == [{"p": true}, {"p": 2}]
size(validate.items)
sum(validate.items)
sum(validate.text)
sum(order.list)
sum(order.yes)
max(validate.text)
max(order.list)
max(order.yes, 2)
abs(order.yes)
abs(order.total)
order.status.upper()
order.total.upper()
order.list.contains("a")
order.status.contains("e")
order.status.substring(1)
order.list.substring(0)
order.status.startsWith("n")
order.list.join("-")
order.status.join("-")
keys(order)
keys(order.list)
merge(order.list, {})
true == 1
input.id == 3
input.total + "x"
input.nope
if
input.express && "x"
9007199254740993
1e400
1.0 / 0.0
input.two / 0.0
input.total / double(input.zero)
input.total % input.zero
0.0 * -1.0
input.flag0 == false
[1, "a", null, true]
[null]
input.items.map(i, {"s": i.sku, "cost": i.qty * i.price})
input.single.map(i, {"s": i.sku})
input.items.map(i, input.tags.map(t, i.sku + t))
input.single.map(i, input.one.map(t, i.sku + t))
input.single.map(i, input.none.map(t, t))
input.items.filter(i, input.tags.exists(t, t == i.sku || i.qty > 2)).map(i, i.qty)
input.items.map(i, i.qty).filter(q, q > 1 && q < 5)
input.items.map(i, i.qty > 1 ? i.sku : "none")
input.items.map(id, id.sku + input.id)
input.items.map(item, item.sku)
sort(input.items.map(i, i.price))
-2 * -3
-(2 + 3)
!true || true
!(true || true)
1 - (2 - (3 - 4)) * 2
(1 + 2) * (3 - 4) / 2.0
8.0 / 4.0 / 2.0
8.0 / (4.0 / 2.0)
(1 < 2) == (2 < 3)
[order.total, validate.items].map(x, x)
order.list == [1]
{"a": order.list}
{"a": {"b": validate.missing}}
input.nums.map(x, order.total).map(y, y)
input.nums.map(x, validate.missing)
order.?nope.orValue(1.0) / 2.0
(order.?nope.orValue(null) == null) && input.express
has(order.coupon) && order.coupon == "x"
has(order.total) && order.total == 7
!has(order.coupon) || order.coupon == "x"
validate.missing.map(x, x)
keys(validate.missing)
input.csv.split(input.empty)
input.csv.split(input.tags[0])
input.csv.replace(input.empty, "x")
input.csv.replace(input.id, input.empty)
order.total.substring(1)
order.total.endsWith("1")
order.total.startsWith("1")
input.empty.matches("^[a-z]*$")
input.csv.matches("^[a-z]*$")
input.csv.matches("x*")
input.csv.matches("x*$")
input.csv.matches("(a|b),?")
input.csv.matches("[(]|[)]|[{]|[$]")
input.quote.matches("[\\\\(] [{}]")
input.quote.matches("\\\\ \\{x}")
input.quote.matches("[^{]+ %}$")
input.csv.matches("^.{3,4}b")
input.csv.matches("a{1}?,")
"a\nb\n".matches("b$")
"a\nb".matches("a.b")
"é1٣".matches("\\w\\d$")
" \u00a0".matches("\\s\\s")`.split("\n");

#!/usr/bin/env python3
"""Cuts the description of Stripe's interface down to what the fake plays: ./reduce.py <folder with api.json and resources.json>

Keeps the endpoints named below with the definitions they use, the resources they answer with, and the events of those resources.
Ways to pay other than cards and SEPA debits are left out of them, so a request for one is refused. One endpoint, resource or
definition is one line."""
import json, pathlib, sys

ENDPOINTS = """
AccountLinks.create
Accounts.create Accounts.retrieve Accounts.retrieveCurrent Accounts.update Accounts.list Accounts.del Accounts.createLoginLink
Accounts.createExternalAccount Accounts.retrieveExternalAccount Accounts.listExternalAccounts
Balance.retrieve BalanceTransactions.retrieve BalanceTransactions.list
Charges.retrieve Charges.update Charges.list Charges.search Charges.capture
Checkout.Sessions.create Checkout.Sessions.retrieve Checkout.Sessions.update Checkout.Sessions.list Checkout.Sessions.expire
Checkout.Sessions.listLineItems
Customers.create Customers.retrieve Customers.update Customers.list Customers.del Customers.search
Customers.listPaymentMethods Customers.retrievePaymentMethod
Disputes.retrieve Disputes.update Disputes.list Disputes.close
Events.retrieve Events.list
Files.create Files.retrieve Files.list
PaymentIntents.create PaymentIntents.retrieve PaymentIntents.update PaymentIntents.list PaymentIntents.search
PaymentIntents.confirm PaymentIntents.capture PaymentIntents.cancel
PaymentMethods.create PaymentMethods.retrieve PaymentMethods.update PaymentMethods.list PaymentMethods.attach PaymentMethods.detach
Payouts.create Payouts.retrieve Payouts.update Payouts.list Payouts.cancel
Prices.create Prices.retrieve Prices.update Prices.list
Products.create Products.retrieve Products.update Products.list
Refunds.create Refunds.retrieve Refunds.update Refunds.list Refunds.cancel
SetupIntents.create SetupIntents.retrieve SetupIntents.update SetupIntents.list SetupIntents.confirm SetupIntents.cancel
Tax.Calculations.create Tax.Calculations.retrieve Tax.Calculations.listLineItems
TestHelpers.TestClocks.create TestHelpers.TestClocks.retrieve TestHelpers.TestClocks.list TestHelpers.TestClocks.advance TestHelpers.TestClocks.del
Transfers.create Transfers.retrieve Transfers.update Transfers.list
Transfers.createReversal Transfers.retrieveReversal Transfers.updateReversal Transfers.listReversals
WebhookEndpoints.create WebhookEndpoints.retrieve WebhookEndpoints.update WebhookEndpoints.list WebhookEndpoints.del
""".split()


def refs(node):
    if isinstance(node, dict):
        if isinstance(node.get("ref"), str):
            yield node["ref"]
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from refs(child)


def used(nodes, defs):
    found, todo = {}, list(refs(nodes))
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = defs[name]
            todo += refs(defs[name])
    return dict(sorted(found.items()))


def resources_of(endpoints):
    for endpoint in endpoints:
        for kind in endpoint["returns"].values():
            yield from kind if isinstance(kind, list) else [kind]


def embedded(node):
    if isinstance(node, dict):
        if node.get("type") == "resource":
            yield from node["of"]
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from embedded(child)


def without_other_methods(node):
    if isinstance(node, list):
        return [without_other_methods(child) for child in node]
    if not isinstance(node, dict):
        return node
    # Where five names of methods stand side by side, they are methods; alone, "link" or "zip" are other things.
    others = OTHER_METHODS & set(node)
    return {key: without_other_methods(value) for key, value in node.items() if len(others) < 5 or key not in others}


def line(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def table(values):
    return "{\n" + ",\n".join(f"{line(key)}:{line(value)}" for key, value in values.items()) + "\n}"


source, target = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).parent
api = json.loads((source / "api.json").read_text())
shapes = json.loads((source / "resources.json").read_text())
endpoints = [e for e in api["endpoints"] if e["id"] in ENDPOINTS]
methods = next(e for e in endpoints if e["id"] == "PaymentMethods.create")["params"]["type"]
OTHER_METHODS = set(api["defs"][methods["ref"]]["enum"]) | {"card_present", "interac_present", "rechnung", "wechat"}
OTHER_METHODS |= {"ach_credit_transfer", "ach_debit", "sepa_credit_transfer", "stripe_account", "id_bank_transfer"}
OTHER_METHODS -= {"card", "sepa_debit"}
missing = set(ENDPOINTS) - {e["id"] for e in endpoints}
assert not missing, missing

endpoints = without_other_methods(endpoints)
names = sorted(set(resources_of(endpoints)) & set(shapes["resources"]))
resources = {name: {k: v for k, v in shapes["resources"][name].items() if k != "dotnet"} for name in names}
resources = without_other_methods(resources)
# Embedded only where an object carries them; none of these is ever filled by the fake.
left = sorted(set(embedded(resources)) - set(resources))
resources["event"]["fields"]["type"] = {"type": "string"}
events = {event: of for event, of in shapes["events"].items() if of in names or (isinstance(of, list) and set(of) & set(names))}

(target / "api.json").write_text(
    f'{{"apiVersion":{line(api["apiVersion"])},\n"endpoints":[\n' + ",\n".join(map(line, endpoints)) + "\n],\n"
    f'"defs":{table(used(endpoints, without_other_methods(api["defs"])))}}}\n')
(target / "resources.json").write_text(
    f'{{"apiVersion":{line(shapes["apiVersion"])},\n"resources":{table(resources)},\n'
    f'"defs":{table(used(resources, without_other_methods(shapes["defs"])))},\n"events":{table(events)}}}\n')
print(f"{len(endpoints)} endpoints, {len(resources)} resources; not described: {', '.join(left)}")

"""Abbreviations that people write for time zones, and the zones they may mean.

The abbreviations in the zone database (`EST`, `MST`, `HST`, `CET`, `EET`, `MET`, `WET`, `EST5EDT` and the like) are
not here: they mean what the database says, so that `EST` is five hours behind UTC all year. The rest are refused,
because an abbreviation names an offset that holds for a part of the year, and many name several.
"""

AMBIGUOUS: dict[str, tuple[str, ...]] = {
    "AMT": ("America/Manaus", "Asia/Yerevan"),
    "AST": ("America/Halifax", "Asia/Riyadh"),
    "BST": ("Europe/London", "Asia/Dhaka", "Pacific/Bougainville"),
    "CDT": ("America/Chicago", "America/Havana"),
    "CST": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "GST": ("Asia/Dubai", "Atlantic/South_Georgia"),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "PST": ("America/Los_Angeles", "Asia/Manila"),
    "SST": ("Pacific/Pago_Pago", "Asia/Singapore"),
    "WST": ("Australia/Perth", "Pacific/Apia"),
}
"""Abbreviations with several meanings, each by a zone where it is used; the most common comes first."""

UNLISTED: dict[str, tuple[str, ...]] = {
    "ACDT": ("Australia/Adelaide",),
    "ACST": ("Australia/Adelaide", "Australia/Darwin"),
    "ADT": ("America/Halifax",),
    "AEDT": ("Australia/Sydney",),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"),
    "AKDT": ("America/Anchorage",),
    "AKST": ("America/Anchorage",),
    "ART": ("America/Argentina/Buenos_Aires",),
    "AWST": ("Australia/Perth",),
    "BRT": ("America/Sao_Paulo",),
    "CAT": ("Africa/Maputo",),
    "CEST": ("CET", "Europe/Berlin", "Europe/Paris"),
    "CT": ("America/Chicago",),
    "EAT": ("Africa/Nairobi",),
    "EDT": ("America/New_York",),
    "EEST": ("EET", "Europe/Athens"),
    "ET": ("America/New_York",),
    "HKT": ("Asia/Hong_Kong",),
    "JST": ("Asia/Tokyo",),
    "KST": ("Asia/Seoul",),
    "MDT": ("America/Denver",),
    "MSK": ("Europe/Moscow",),
    "MT": ("America/Denver",),
    "NDT": ("America/St_Johns",),
    "NST": ("America/St_Johns",),
    "NZDT": ("Pacific/Auckland",),
    "NZST": ("Pacific/Auckland",),
    "PDT": ("America/Los_Angeles",),
    "PHT": ("Asia/Manila",),
    "PKT": ("Asia/Karachi",),
    "PT": ("America/Los_Angeles",),
    "SAST": ("Africa/Johannesburg",),
    "SGT": ("Asia/Singapore",),
    "WAT": ("Africa/Lagos",),
    "WEST": ("WET", "Europe/Lisbon"),
    "WIB": ("Asia/Jakarta",),
}
"""Abbreviations that the zone database has no entry for, each with the zones that use it."""

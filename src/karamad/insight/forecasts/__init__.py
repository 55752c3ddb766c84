"""How far a campaign will be on its last day, and how sure that is. Pure numpy."""

from karamad.insight.forecasts.campaigns import Campaign, Shape, goes_in_turns
from karamad.insight.forecasts.needs import Needs, needs
from karamad.insight.forecasts.outlook import Band, Outlook, look_ahead
from karamad.insight.forecasts.shapes import FLAT, learn

__all__ = [
    "FLAT",
    "Band",
    "Campaign",
    "Needs",
    "Outlook",
    "Shape",
    "goes_in_turns",
    "learn",
    "look_ahead",
    "needs",
]

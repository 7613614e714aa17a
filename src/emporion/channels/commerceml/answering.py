"""What a person may answer to a question of a 1C connection, as the exchange pages offer it."""

from django.utils.translation import gettext_lazy as _

from emporion.exchange.types import Answer, Choices

from .inbound.absent import HIDE, KEEP
from .inbound.refusals import AbsentGoods
from .tasks import answered

CHOICES = Choices({AbsentGoods.code: (Answer(HIDE, _("Hide them")), Answer(KEEP, _("Keep them")))}, answered)

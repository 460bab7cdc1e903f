"""What an officer does with a draft under review, one file for each sort of step."""

from tracker.intake.service.review.cards import NotDecidable as NotDecidable
from tracker.intake.service.review.cards import ReviewClosed as ReviewClosed
from tracker.intake.service.review.cards import sent_twice as sent_twice
from tracker.intake.service.review.cutting import add_proposal as add_proposal
from tracker.intake.service.review.cutting import merge_proposals as merge_proposals
from tracker.intake.service.review.cutting import split_proposal as split_proposal
from tracker.intake.service.review.deciding import accept_all_sure as accept_all_sure
from tracker.intake.service.review.deciding import accept_proposal as accept_proposal
from tracker.intake.service.review.deciding import discard_draft as discard_draft
from tracker.intake.service.review.deciding import drop_proposal as drop_proposal
from tracker.intake.service.review.deciding import keep_place as keep_place
from tracker.intake.service.review.deciding import put_back_proposal as put_back_proposal
from tracker.intake.service.review.deciding import set_head as set_head
from tracker.intake.service.review.doubting import answer_alike as answer_alike
from tracker.intake.service.review.doubting import answer_doubt as answer_doubt
from tracker.intake.service.review.doubting import settle_doubt as settle_doubt
from tracker.intake.service.review.editing import Edit as Edit
from tracker.intake.service.review.editing import choose_members as choose_members
from tracker.intake.service.review.editing import edit_proposal as edit_proposal
from tracker.intake.service.review.editing import set_agency as set_agency
from tracker.intake.service.review.editing import set_deadline as set_deadline
from tracker.intake.service.review.editing import set_mode as set_mode
from tracker.intake.service.review.undoing import Undone as Undone
from tracker.intake.service.review.undoing import undo_last as undo_last

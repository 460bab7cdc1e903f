"""Agencies, the catalogue they come from, and the roles they hold for a while."""

import enum
from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.catalogue.units import Level
from tracker.extensions import Base, text_enum


class AdminUnit(Base):
    """A province, district or commune as the catalogue knows it, before or after 1/7/2025."""

    __tablename__ = "admin_unit"

    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    prefix: Mapped[str] = mapped_column(String(24))
    level: Mapped[Level] = mapped_column(text_enum(Level))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("admin_unit.code"), index=True)
    name_key: Mapped[str] = mapped_column(String(120), index=True)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)

    @property
    def full_name(self) -> str:
        """The name as it stands in a sentence: "huyện Văn Quan"."""
        return f"{self.prefix} {self.name}"


class AgencyKind(Base):
    """A kind of agency that every place of its level has, or had: "Sở Tài chính"."""

    __tablename__ = "agency_kind"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    level: Mapped[Level] = mapped_column(text_enum(Level))
    group: Mapped[str] = mapped_column(String(40))
    variants: Mapped[list[Any]] = mapped_column(JSON)
    is_requested: Mapped[bool]
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    successor: Mapped[str | None] = mapped_column(String(40))


class Agency(Base):
    """An agency of one place, that issues plans, leads tasks or reports."""

    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("unit_code", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    level: Mapped[Level] = mapped_column(text_enum(Level))
    kind_code: Mapped[str | None] = mapped_column(ForeignKey("agency_kind.code"))
    unit_code: Mapped[str | None] = mapped_column(ForeignKey("admin_unit.code"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    contact: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(40))
    head_approves: Mapped[bool] = mapped_column(default=False)

    unit: Mapped[AdminUnit | None] = relationship()
    kind: Mapped[AgencyKind | None] = relationship()


class AgencyAlias(Base):
    """Another name of one agency, as documents write it."""

    __tablename__ = "agency_alias"
    __table_args__ = (UniqueConstraint("agency_id", "name_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)


class RoleKind(enum.StrEnum):
    """What an agency can be for the plans of an issuer."""

    STANDING = "standing"  # cơ quan thường trực
    COMMITTEE = "committee"  # Ban Chỉ đạo


class AgencyRole(Base):
    """An agency holds a role for the plans of an issuer, or for one plan, from a day to a day (domain B3, E3)."""

    __tablename__ = "agency_role"
    __table_args__ = (Index("ix_agency_role_issuer", "issuer_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    role: Mapped[RoleKind] = mapped_column(text_enum(RoleKind))
    issuer_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)

    agency: Mapped[Agency] = relationship(foreign_keys=agency_id)


__all__ = ["AdminUnit", "Agency", "AgencyAlias", "AgencyKind", "AgencyRole", "Level", "RoleKind"]
